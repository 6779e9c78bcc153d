import { TapehaulError } from '@tapehaul/errors';
import type { RecordServer } from '../connection/record-server.ts';
import { unmigrated } from '../connection/server-errors.ts';
import { one, type Session } from '../connection/session.ts';
import { MIGRATIONS } from './migrations.ts';

/** The schema of a database; 0 for one without tables of records. */
export async function schemaVersion(session: Session): Promise<number> {
  const found = await one<{ exists: boolean }>(
    session,
    "SELECT to_regclass('tapehaul.migrations') IS NOT NULL AS exists",
  );
  if (found?.exists !== true) return 0;
  const last = await one<{ version: number | null }>(
    session,
    'SELECT max(version) AS version FROM tapehaul.migrations',
  );
  return last?.version ?? 0;
}

/**
 * Throws a TapehaulError `catalog_failed` for a database that has no tables of records, or those of an older tapehaul, and
 * `catalog_newer` for those of a newer one.
 */
export async function checkSchema(server: RecordServer, session: Session): Promise<void> {
  requireVersion(server, await schemaVersion(session));
}

/** Throws as {@link checkSchema} does, for a schema that was found; 0 for none. */
export function requireVersion(server: RecordServer, found: number): void {
  if (found === MIGRATIONS.length) return;
  if (found === 0) throw unmigrated(server);
  const { place, facts } = server;
  if (found > MIGRATIONS.length) throw newer(server, found);
  throw new TapehaulError(
    'catalog_failed',
    `the records ${place} are those of an older tapehaul (schema ${found})`,
    {
      facts: { ...facts, found, known: MIGRATIONS.length },
      hint: 'Bring them up to date once, as the owner of the database: tapehaul migrate',
    },
  );
}

/** The error of records that a newer tapehaul has migrated. */
export function newer({ place, facts }: RecordServer, found: number): TapehaulError {
  return new TapehaulError(
    'catalog_newer',
    `the records ${place} are those of a newer tapehaul (schema ${found})`,
    {
      facts: { ...facts, found, known: MIGRATIONS.length },
      hint: 'Update tapehaul, or name another database in TAPEHAUL_RECORD_URL.',
    },
  );
}
