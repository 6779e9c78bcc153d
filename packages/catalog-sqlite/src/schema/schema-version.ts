import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { TapehaulError } from '@tapehaul/errors';
import { MIGRATIONS } from './migrations.ts';

/**
 * The schema of a record; 0 for a file without content. Throws a TapehaulError `catalog_newer` when a newer tapehaul made it,
 * `catalog_malformed` when another program did. Writes nothing.
 */
export function schemaVersion(database: DatabaseSync, path: string): number {
  const found = database.prepare(IDENTITY).get();
  const version = Number(found?.version ?? 0);
  // A process that died while it made a record leaves a file without tables.
  const isEmpty = version === 0 && Number(found?.tables) === 0;
  const isRecord = version > 0 && Number(found?.marks) === MARKS.length;
  if (!isEmpty && !isRecord) throw foreign(path);
  if (version <= MIGRATIONS.length) return version;
  throw new TapehaulError('catalog_newer', `${path} was made by a newer tapehaul (schema ${version})`, {
    facts: { path, found: version, known: MIGRATIONS.length },
    hint: 'Update tapehaul, or use another output directory.',
  });
}

/** Columns of `runs` that a record of every schema has. */
const MARKS = ['run_id', 'flow', 'owner_pid', 'heartbeat_at'];

/** One statement, so that all is read from one snapshot: another process may be making the record. */
const IDENTITY = `SELECT
  (SELECT user_version FROM pragma_user_version) AS version,
  (SELECT count(*) FROM sqlite_schema) AS tables,
  (SELECT count(*) FROM pragma_table_info('runs') WHERE name IN ('${MARKS.join("', '")}')) AS marks`;

/** The error of a database that is no record. */
function foreign(path: string): TapehaulError {
  const directory = dirname(dirname(path));
  const message = `the record ${path} is malformed: it is an SQLite database that tapehaul did not create`;
  return new TapehaulError('catalog_malformed', message, {
    facts: { path, directory },
    hint: `The data files are not affected. Rebuild the record from them: tapehaul repair ${directory}`,
  });
}
