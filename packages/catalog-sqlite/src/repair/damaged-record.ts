import { DatabaseSync } from 'node:sqlite';
import type { DamagedRecord, RecordPart, RestoredRun } from '@tapehaul/catalog';
import { CRASHED } from '@tapehaul/catalog/rules';
import { disputeRecord } from '../holdings/dispute-reader.ts';
import { type Row, RUN_COLUMNS, runRecord, versionRecord } from '../rows/rows.ts';

/** Opens a damaged record to read what is left of it; undefined where it is no record at all. */
export function openDamaged(path: string): DamagedRecord | undefined {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path, { readOnly: true });
  } catch {
    return undefined;
  }
  const unread = new Set<RecordPart>();
  const attempt = <Result>(table: RecordPart, read: () => Result): Result | undefined => {
    try {
      return read();
    } catch {
      unread.add(table);
      return undefined;
    }
  };
  /** Rows of a table from its beginning to a damaged page, and from its end to one. */
  const rows = <Item>(table: RecordPart, query: string, item: (row: Row) => Item): Map<unknown, Item> => {
    const found = new Map<unknown, Item>();
    for (const order of ['ASC', 'DESC']) {
      attempt(table, () => {
        for (const row of database.prepare(`${query} ORDER BY 1 ${order}`).iterate()) {
          const { id } = row;
          if (found.has(id) && order === 'DESC') return;
          attempt(table, () => found.set(id, item(row)));
        }
      });
    }
    return found;
  };
  const find = attempt('objects', () =>
    database.prepare('SELECT sha256, etag, last_modified FROM objects WHERE key = ?'),
  );
  return {
    unread,
    async runs() {
      const found = rows('runs', `SELECT ${RUN_COLUMNS}, parameters, result FROM runs`, restoredRun);
      return [...found].sort(([a], [b]) => Number(a) - Number(b)).map(([, run]) => run);
    },
    async versions() {
      const query = `SELECT versions.id AS id, versions.*, runs.run_id FROM versions JOIN runs ON runs.id = versions.run`;
      return [...rows('versions', query, versionRecord).values()];
    },
    async disputes() {
      // Records of an earlier version have no such table.
      const table = attempt('disputes', () => database.prepare(DISPUTES).get());
      if (table === undefined) return [];
      const runs = rows('runs', 'SELECT id, run_id FROM runs', ({ run_id }) => String(run_id));
      const found = rows('disputes', 'SELECT key AS id, * FROM disputes', (row) => {
        const [first_run_id, last_run_id] = [runs.get(row.first_run) ?? '', runs.get(row.last_run) ?? ''];
        return disputeRecord({ ...row, first_run_id, last_run_id });
      });
      return [...found.values()];
    },
    async object(key) {
      const row = attempt('objects', () => find?.get(key));
      if (row === undefined) return undefined;
      const text = (value: unknown): string | null => (value === null ? null : String(value));
      return { sha256: text(row.sha256), etag: text(row.etag), lastModified: text(row.last_modified) };
    },
    close: async () => database.close(),
  };
}

const DISPUTES = "SELECT name FROM sqlite_schema WHERE name = 'disputes'";

function restoredRun(row: Row): RestoredRun {
  const { runId, flow, state, startedAt, endedAt, owner, parameters, result } = runRecord(row);
  const at = endedAt ?? owner.heartbeatAt;
  // Its tasks are not restored: a run that is continued has to be planned again.
  const plannedAt = state === 'Completed' ? at : null;
  return {
    runId,
    flow,
    state: endedAt === null ? CRASHED : state,
    startedAt,
    plannedAt,
    endedAt: at,
    parameters,
    result,
  };
}
