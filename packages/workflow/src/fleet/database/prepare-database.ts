import { namedDatabase } from './named-database.ts';

/** What preparing a database has done. */
export interface PreparedDatabase {
  readonly kind: 'database';
  /** The database and its server, without user and password. */
  readonly database: string;
  /** The schema of records before, 0 where there was none, and now. */
  readonly record: { readonly from: number; readonly to: number };
  /** The queue of batches has the tables that this tapehaul knows. */
  readonly queue: 'ready';
}

/**
 * Prepares the database that `TAPEHAUL_RECORD_URL` names: creates the tables of records and of the queue, or brings them up to date.
 * The same again changes nothing. Rejects with a TapehaulError `config_invalid` where the variable is not set, `catalog_newer` where a newer
 * tapehaul has prepared the database, `catalog_failed` or `engine_unavailable` where it cannot be reached or changed.
 */
export async function prepareDatabase(): Promise<PreparedDatabase> {
  const { url, place } = namedDatabase();
  const { migrateRecord } = await import('@tapehaul/catalog-postgres');
  const record = await migrateRecord(url);
  const { migrateQueue } = await import('@tapehaul/fleet-pgboss');
  await migrateQueue(url);
  return { kind: 'database', database: place, record, queue: 'ready' };
}
