import { resolve } from 'node:path';
import { COPIED_TABLES } from '@tapehaul/catalog';
import { recordPlace } from '@tapehaul/catalog-postgres/server';
import { readRows, sqliteRecords } from '@tapehaul/catalog-sqlite';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { noteDatabase } from '../../record-store.ts';
import { namedDatabase } from './named-database.ts';

/** How a record is copied. */
export interface CopyRecordOptions {
  readonly signal?: AbortSignal;
  /** Called for each group of rows, with how many were copied, and how many the record has. */
  readonly onProgress?: (copied: { readonly rows: number; readonly all: number }) => void;
}

/** A record that was copied. */
export interface CopiedRecord {
  readonly kind: 'copied';
  readonly from: string;
  /** The record in the database, without user and password. */
  readonly to: string;
  readonly runs: number;
  readonly tasks: number;
  /** Files that are held. */
  readonly files: number;
  readonly partitions: number;
  /** All that was copied. */
  readonly rows: number;
}

/**
 * Copies the record of an output directory from its SQLite file into the database that `TAPEHAUL_RECORD_URL` names, under the same path: all of
 * it, or nothing. The file stays as it is, and nothing can write to it meanwhile; the directory notes which database has the record from then on. Rejects with a TapehaulError `run_not_found` where the directory
 * has no such file, `output_in_use` while a living process owns a run in it, `config_invalid` where no database is named or it has a
 * record of the directory that is not blank, `cancelled` when stopped, and as reading and writing records do.
 */
export async function copyRecord(
  directory: string,
  { signal = new AbortController().signal, onProgress = () => {} }: CopyRecordOptions = {},
): Promise<CopiedRecord> {
  if (signal.aborted) throw stoppedBy(signal);
  const server = namedDatabase();
  const root = resolve(directory);
  const from = sqliteRecords.locate(root);
  if ((await sqliteRecords.find(root))?.isBlank !== false) {
    throw new TapehaulError('run_not_found', `${root} has no record in a file: there is no ${from}`, {
      facts: { root },
      hint: 'Pass the output directory of a collection that was made without TAPEHAUL_RECORD_URL.',
    });
  }
  const database = await import('@tapehaul/catalog-postgres');
  const record = await readRows(root);
  try {
    const all = COPIED_TABLES.reduce((sum, table) => sum + record.count(table), 0);
    const copied = await database.copyRecord(server.url, root, record, {
      signal,
      onProgress: ({ rows }) => onProgress({ rows, all }),
    });
    await noteDatabase(root, server);
    const { runs, tasks, objects: files, partitions } = copied;
    return { kind: 'copied', from, to: recordPlace(server, root), runs, tasks, files, partitions, rows: all };
  } finally {
    record.close();
  }
}
