import type { DatabaseSync } from 'node:sqlite';
import { TapehaulError } from '@tapehaul/errors';
import type { Schema } from '@tapehaul/sqlite';
import { damagedStore } from './store-errors.ts';

/** Marks a SQLite file as the store of a service. */
const APPLICATION_ID = 0x74_68_73_76;

/**
 * The schema, as numbered steps that only go forward; a step that was published is never changed. Times are milliseconds since 1970
 * UTC. `unreadable` says why a job cannot be read; `imported` names files of a former version that are to be removed.
 */
const STEPS: readonly string[] = [
  `PRAGMA application_id = ${APPLICATION_ID};
  CREATE TABLE owner (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    instance TEXT NOT NULL,
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    boot_id TEXT,
    process_start INTEGER,
    heartbeat_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE jobs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL UNIQUE,
    job TEXT NOT NULL,
    unreadable TEXT
  ) STRICT;
  CREATE TABLE requests (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    run_id TEXT NOT NULL
  ) STRICT;
  CREATE INDEX requests_run ON requests (run_id);
  CREATE TABLE imported (file TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;`,
];

/** The schema of the store at a path; `refuseWhileOwned` throws while a process of an older version owns it. */
export function storeSchema(path: string, refuseWhileOwned: (database: DatabaseSync) => void): Schema {
  return {
    steps: STEPS,
    stepsDone: (database) => schemaVersion(database, path),
    beforeSteps: (database) => {
      if (schemaVersion(database, path) > 0) refuseWhileOwned(database);
    },
  };
}

/** One statement, so that all is read from one snapshot: another process may be making the store. */
const IDENTITY = `SELECT
  (SELECT user_version FROM pragma_user_version) AS version,
  (SELECT application_id FROM pragma_application_id) AS application,
  (SELECT count(*) FROM sqlite_schema) AS tables`;

function schemaVersion(database: DatabaseSync, path: string): number {
  const { version, application, tables } = database.prepare(IDENTITY).get() ?? {};
  const isEmpty = version === 0 && tables === 0;
  if (!isEmpty && application !== APPLICATION_ID) {
    throw damagedStore(path, 'it is a SQLite database that tapehaul-server did not create');
  }
  const found = Number(version);
  if (found <= STEPS.length) return found;
  throw new TapehaulError('store_newer', `${path} was made by a newer tapehaul-server (schema ${found})`, {
    facts: { path, found, known: STEPS.length },
    hint: 'Update tapehaul-server, or give another folder with --data.',
  });
}
