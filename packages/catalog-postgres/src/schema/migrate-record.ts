import { Database } from '../connection/database.ts';
import { recordServer } from '../connection/record-server.ts';
import { MIGRATIONS } from './migrations.ts';
import { newer, schemaVersion } from './schema-version.ts';

/** Of the lock that keeps migrations apart: any number that no other program uses. */
const LOCK = 7_465_707_001;

/** What a migration has done. */
export interface Migrated {
  /** The schema before; 0 for a database without tables of records. */
  readonly from: number;
  /** The schema now. */
  readonly to: number;
}

/**
 * Creates the tables of records in the database of a URL, in the schema `tapehaul`, or brings them up to date; nothing else does
 * that. Steps that were done stay; all of the others happen, or none. Processes that migrate at once wait for each other. Rejects with
 * a TapehaulError `catalog_newer` when a newer tapehaul has migrated it, `catalog_failed` when it cannot be reached or changed.
 */
export async function migrateRecord(url: string): Promise<Migrated> {
  const server = recordServer(url);
  const database = new Database(server);
  // A server that is not there is said at once.
  database.patience.hurry();
  try {
    return await database.write(async (session) => {
      await session.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const from = await schemaVersion(session);
      if (from > MIGRATIONS.length) throw newer(server, from);
      await session.query('CREATE SCHEMA IF NOT EXISTS tapehaul');
      await session.query(
        'CREATE TABLE IF NOT EXISTS tapehaul.migrations (version int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
      );
      for (const [place, step] of MIGRATIONS.entries()) {
        if (place < from) continue;
        await session.query(step);
        await session.query('INSERT INTO tapehaul.migrations (version) VALUES ($1)', [place + 1]);
      }
      return { from, to: MIGRATIONS.length };
    });
  } finally {
    await database.close();
  }
}
