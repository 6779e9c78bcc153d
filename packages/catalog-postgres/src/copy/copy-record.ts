import { COPIED_TABLES, type CopiedTable, type RecordRows, type StoredRow } from '@tapehaul/catalog';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { Database } from '../connection/database.ts';
import { type RecordServer, recordPlace, recordServer } from '../connection/record-server.ts';
import { one, type Session } from '../connection/session.ts';
import { type Column, type Unnested, unnested } from '../connection/unnested.ts';
import { madeRecord } from '../records/record-rows.ts';
import { checkSchema } from '../schema/schema-version.ts';
import { copiedColumns, type Given } from './copied-columns.ts';
import { CopiedNumbers } from './copied-numbers.ts';

/** How far a copy has come. */
export interface CopyProgress {
  readonly table: CopiedTable;
  /** Rows of all tables that were copied. */
  readonly rows: number;
}

/** How a record is copied. */
export interface CopyOptions {
  readonly signal?: AbortSignal;
  /** Called for each group of rows. A transaction that is cut off is done again from the start. */
  readonly onProgress?: (progress: CopyProgress) => void;
}

/**
 * Copies the rows of another kind of record into the database of a URL, as the record of a directory, in one transaction: all of them are
 * there, or none. Gives how many rows each table has. Runs that are open there are those of a dead owner here. Rejects with a TapehaulError
 * `config_invalid` when the directory has a record in the database that is not blank, `catalog_malformed` when rows refer to others
 * that do not exist, `cancelled` when the signal says so, and as other writes do.
 */
export async function copyRecord(
  url: string,
  root: string,
  rows: RecordRows,
  { signal, onProgress = () => {} }: CopyOptions = {},
): Promise<Readonly<Record<CopiedTable, number>>> {
  const server = recordServer(url);
  const database = new Database(server);
  try {
    return await database.write(async (session) => {
      await checkSchema(server, session);
      const record = await blankRecord(server, session, root);
      const numbers = new CopiedNumbers(session);
      const counts = new Map<CopiedTable, number>();
      let total = 0;
      for (const table of COPIED_TABLES) {
        const given = { ...numbers.given(table), ...ofRecord(table, record) };
        let columns: Column<StoredRow>[] | undefined;
        let copied = 0;
        for await (const page of rows.rows(table)) {
          if (signal?.aborted === true) throw stoppedBy(signal);
          const [found] = page;
          if (found === undefined) continue;
          columns ??= await copiedColumns(session, table, { found, given });
          await numbers.number(table, page);
          await insert(session, table, unnested(page, columns));
          copied += page.length;
          onProgress({ table, rows: total + copied });
        }
        total += copied;
        counts.set(table, copied);
      }
      return Object.fromEntries(counts) as Record<CopiedTable, number>;
    });
  } finally {
    await database.close();
  }
}

/** The record of a directory, made or blank. Nobody starts a run in it until the transaction has ended. */
async function blankRecord(server: RecordServer, session: Session, root: string): Promise<number> {
  const made = await madeRecord(session, root);
  const number = made?.number ?? 0;
  const found = await one<{ used: boolean }>(
    session,
    `SELECT ${['runs', 'objects', 'cells'].map((table) => `EXISTS (SELECT 1 FROM tapehaul.${table} WHERE record = $1)`).join(' OR ')} AS used
     FROM tapehaul.records WHERE number = $1 FOR UPDATE`,
    [number],
  );
  if (found?.used !== true) return number;
  throw new TapehaulError('config_invalid', `there is a record already of ${recordPlace(server, root)}`, {
    facts: { ...server.facts, directory: root },
    hint: 'Nothing was copied. Commands with this TAPEHAUL_RECORD_URL use that record; copy into another database if you need the other one.',
  });
}

/** Columns that say which record a row is of, and that an open run has no living owner. */
function ofRecord(table: CopiedTable, record: number): Given {
  const lease = table === 'runs' ? { lease_until: () => new Date(0).toISOString() } : {};
  return { record: () => record, ...lease };
}

async function insert(session: Session, table: CopiedTable, { names, sql, values }: Unnested): Promise<void> {
  await session.query(
    `INSERT INTO tapehaul.${table} (${names}) OVERRIDING SYSTEM VALUE SELECT ${names} FROM ${sql}`,
    values,
  );
}
