import { lstatSync } from 'node:fs';
import type { CatalogReader } from '@tapehaul/catalog';
import { asTapehaulError } from '@tapehaul/errors';
import { isFillPending } from '../cells/fill-cells.ts';
import { fillInTurns } from '../cells/fill-in-turns.ts';
import { opened, openQueryOnly, openReadOnly } from '../schema/database.ts';
import { SqliteReader } from './catalog-reader.ts';

/**
 * Opens the catalog in an existing file to read, and never changes the file. Throws a TapehaulError
 * `catalog_newer` when a newer tapehaul made it, `catalog_failed` when it does not exist, was made by an older
 * tapehaul and not brought up to date yet, or cannot be opened.
 */
export function readCatalog(path: string): CatalogReader {
  const database = openReadOnly(path);
  return opened(database, path, () => new SqliteReader(database, path));
}

/**
 * Opens the catalog in an existing file to read. What is recorded in it never changes by that; a file that an older tapehaul
 * made is brought up to date, where it can be written. Throws as {@link readCatalog} does.
 */
export function openToRead(path: string): CatalogReader {
  // Opening as a writer would make it.
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return readCatalog(path);
  try {
    const database = openQueryOnly(path);
    return opened(database, path, () => new SqliteReader(database, path));
  } catch (thrown) {
    return readAsItIs(path, thrown);
  }
}

/** Opens it as {@link openToRead} does, and fills the cells of one that an earlier version made. */
export async function readUpToDate(path: string): Promise<CatalogReader> {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return readCatalog(path);
  try {
    const database = openQueryOnly(path);
    if (opened(database, path, () => isFillPending(database))) {
      database.exec('PRAGMA query_only = OFF');
      await fillInTurns(database, path);
      database.exec('PRAGMA query_only = ON');
    }
    return opened(database, path, () => new SqliteReader(database, path));
  } catch (thrown) {
    return readAsItIs(path, thrown);
  }
}

/** Opens a catalog that cannot be opened as a writer would; throws any other error than that. */
function readAsItIs(path: string, thrown: unknown): CatalogReader {
  const error = asTapehaulError(thrown);
  if (error.code !== 'catalog_failed') throw error;
  return readCatalog(path);
}
