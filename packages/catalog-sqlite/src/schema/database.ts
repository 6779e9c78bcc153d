import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { TapehaulError } from '@tapehaul/errors';
import { openToReadOnly, openToWrite, prepared } from '@tapehaul/sqlite';
import { isFillPending } from '../cells/fill-cells.ts';
import { guarded } from '../file/guarded.ts';
import { refuseOtherThanFile } from '../file/place-error.ts';
import { refuseWhileOwned } from '../runs/refuse-while-owned.ts';
import { MIGRATIONS } from './migrations.ts';
import { schemaVersion } from './schema-version.ts';

/**
 * Opens a catalog file and brings it to the present schema; creates it when it does not exist. Throws a
 * TapehaulError `catalog_newer` when a newer tapehaul made it, `catalog_malformed` when it is damaged or another program's,
 * `catalog_failed` when it cannot be opened.
 */
export function openDatabase(path: string): DatabaseSync {
  return guarded(path, () => {
    refuseOtherThanFile(path);
    const schema = {
      steps: MIGRATIONS,
      stepsDone: (database: DatabaseSync) => schemaVersion(database, path),
      beforeSteps: (database: DatabaseSync) => refuseWhileOwned(database, path),
    };
    return openToWrite(path, schema, 'NORMAL');
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
    openToReadOnly(readable(path), (database) => {
      const version = schemaVersion(database, path);
      if (version === MIGRATIONS.length && !isFillPending(database)) return;
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
