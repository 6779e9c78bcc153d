import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TapehaulError } from '@tapehaul/errors';
import { MIGRATIONS } from './migrations.ts';

/** Milliseconds to wait for another process that is writing. */
const BUSY_TIMEOUT = 2_000;

/**
 * Opens a catalog file and brings it to the present schema; makes it when it is not there. Throws a
 * TapehaulError `catalog_newer` when a newer tapehaul made it, `catalog_failed` when it cannot be opened.
 */
export function openDatabase(path: string): DatabaseSync {
  return guarded(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
      migrate(database, path);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Runs work on a catalog and turns what SQLite throws into a TapehaulError `catalog_failed`. */
export function guarded<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!isStorageError(cause)) throw cause;
    throw new TapehaulError('catalog_failed', `the catalog ${path} failed: ${cause.message}`, {
      cause,
      facts: { path },
      hint: 'Check that the output directory is writable and has free space; what was recorded stays true.',
    });
  }
}

/** An error of SQLite or of the file system, and not of the work that was done meanwhile. */
function isStorageError(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof TapehaulError || !('code' in error)) return false;
  return error.code === 'ERR_SQLITE_ERROR' || 'syscall' in error;
}

/** Runs work in one transaction. */
export function transaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function migrate(database: DatabaseSync, path: string): void {
  const versionOf = (): number => Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (versionOf() === MIGRATIONS.length) return;
  transaction(database, () => {
    const version = versionOf();
    if (version > MIGRATIONS.length) {
      throw new TapehaulError('catalog_newer', `${path} was made by a newer tapehaul (schema ${version})`, {
        facts: { path, found: version, known: MIGRATIONS.length },
        hint: 'Update tapehaul, or use another output directory.',
      });
    }
    for (const step of MIGRATIONS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
