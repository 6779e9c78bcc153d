import type { Catalog } from '@tapehaul/catalog';
import { fillInTurns } from '../cells/fill-in-turns.ts';
import { openDatabase, opened } from '../schema/database.ts';
import { SqliteCatalog } from './sqlite-catalog.ts';

/** Opens the catalog in a SQLite file, created when it does not exist. Throws as {@link openDatabase} does. */
export function openCatalog(path: string): Catalog {
  const database = openDatabase(path);
  return opened(database, path, () => new SqliteCatalog(database, path));
}

/** Opens it as {@link openCatalog} does, and fills the cells of one that an earlier version made. */
export async function openUpToDate(path: string): Promise<Catalog> {
  const database = openDatabase(path);
  await fillInTurns(database, path);
  return opened(database, path, () => new SqliteCatalog(database, path));
}
