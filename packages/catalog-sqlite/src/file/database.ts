import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { TapehaulError } from '@tapehaul/errors';
import { refuseWhileOwned } from '../runs/refuse-while-owned.ts';
import { MIGRATIONS } from '../schema/migrations.ts';
import { guarded, isBusy } from './guarded.ts';
import { makeDirectory } from './make-directory.ts';
import { refuseOtherThanFile } from './place-error.ts';
import { schemaVersion } from './schema-version.ts';

/** Milliseconds to wait for another process that is writing. */
const BUSY_TIMEOUT = 2_000;
/** Milliseconds between two tries of what SQLite itself does not wait for. */
const BUSY_STEP = 10;
/** Pages in memory, and what is left of the write-ahead log between checkpoints, stay small at any size. */
const BOUNDS = 'PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 16777216;';

/**
 * Opens a catalog file and brings it to the present schema; creates it when it does not exist. Throws a
 * TapehaulError `catalog_newer` when a newer tapehaul made it, `catalog_malformed` when it is damaged or another program's,
 * `catalog_failed` when it cannot be opened.
 */
export function openDatabase(path: string): DatabaseSync {
  return guarded(path, () => {
    refuseOtherThanFile(path);
    makeDirectory(dirname(path));
    return prepared(new DatabaseSync(path, { timeout: BUSY_TIMEOUT }), (database) => {
      whenFree(() => schemaVersion(database, path));
      whenFree(() => database.exec('PRAGMA journal_mode = WAL'));
      database.exec(`PRAGMA synchronous = NORMAL; ${BOUNDS}`);
      migrate(database, path);
    });
  });
}

/**
 * Opens an existing catalog file to read, as a process that could write it: the last one to close it leaves no log beside it.
 * Throws as {@link openDatabase} does.
 */
export function openQueryOnly(path: string): DatabaseSync {
  const database = openDatabase(path);
  return guarded(path, () => prepared(database, () => database.exec('PRAGMA query_only = ON')));
}

/**
 * Opens a catalog file to read, and leaves it as it is. Throws a TapehaulError `catalog_newer` when a newer
 * tapehaul made it, `catalog_failed` when there is none, or one that an older tapehaul made.
 */
export function openReadOnly(path: string): DatabaseSync {
  if (!existsSync(path)) {
    throw new TapehaulError('catalog_failed', `there is no catalog at ${path}`, {
      facts: { path },
      hint: 'Pass the output directory of a collection; the first run into it creates the catalog.',
    });
  }
  guarded(path, () => refuseOtherThanFile(path));
  return guarded(path, () =>
    prepared(new DatabaseSync(readable(path), { timeout: BUSY_TIMEOUT, readOnly: true }), (database) => {
      database.exec(BOUNDS);
      const version = schemaVersion(database, path);
      if (version === MIGRATIONS.length) return;
      throw new TapehaulError('catalog_failed', `${path} was made by an older tapehaul (schema ${version})`, {
        facts: { path, found: version, known: MIGRATIONS.length },
        hint: 'Collect into that directory once with this tapehaul: that brings the catalog up to date.',
      });
    }),
  );
}

/**
 * Where to open a file that is only read. SQLite wants to make its shared memory beside a file in WAL mode, unless it is
 * sure that nobody writes: so it is where this process could not write, and no log waits to be read.
 */
function readable(path: string): string | URL {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if ((log?.size ?? 0) > 0 || isWritable(dirname(path))) return path;
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return url;
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What is made of an open catalog; closes it where that fails, as where a table or column is missing. */
export function opened<Result>(database: DatabaseSync, path: string, make: () => Result): Result {
  try {
    return guarded(path, make);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Runs work in one transaction: IMMEDIATE to write, DEFERRED to read from one snapshot. */
export function transaction<Result>(
  database: DatabaseSync,
  work: () => Result,
  mode: 'IMMEDIATE' | 'DEFERRED' = 'IMMEDIATE',
): Result {
  database.exec(`BEGIN ${mode}`);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function prepared(database: DatabaseSync, prepare: (database: DatabaseSync) => void): DatabaseSync {
  try {
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Two processes that make a file at once both switch its journal over; SQLite waits for neither, whatever its time-out. */
function whenFree(work: () => void): void {
  const end = performance.now() + BUSY_TIMEOUT;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_STEP);
  }
}

function migrate(database: DatabaseSync, path: string): void {
  if (schemaVersion(database, path) === MIGRATIONS.length) return;
  transaction(database, () => {
    refuseWhileOwned(database, path);
    for (const step of MIGRATIONS.slice(schemaVersion(database, path))) database.exec(step);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
