import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeDirectory } from './make-directory.ts';
import { isBusy } from './sqlite-errors.ts';
import { transaction } from './transaction.ts';

/** Milliseconds to wait for another process that is writing. */
const BUSY_TIMEOUT = 2_000;
/** Milliseconds between two tries of what SQLite itself does not wait for. */
const BUSY_STEP = 10;
/** Pages in memory, and what is left of the write-ahead log between checkpoints, stay small at any size. */
const BOUNDS = 'PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 16777216;';

/** A step of a schema: SQL, or what SQL alone cannot do. */
export type Step = string | ((database: DatabaseSync) => void);

/** How a file is brought to its present schema. */
export interface Schema {
  /** Numbered steps, which only go forward; a step that was published is never changed. */
  readonly steps: readonly Step[];
  /** How many of them a file has; 0 for one without content. Throws for a file that another program made, or a newer version. */
  readonly stepsDone: (database: DatabaseSync) => number;
  /** Called first in the transaction of the steps, when there are any to do; what it throws leaves the file as it is. */
  readonly beforeSteps?: (database: DatabaseSync) => void;
}

/** What outlives a power cut: `NORMAL` all but the latest commits, `FULL` each commit. A killed process loses neither way. */
export type Durability = 'NORMAL' | 'FULL';

/**
 * Opens a SQLite file in WAL mode and brings it to its schema; creates it, and the directories above, when it does not exist.
 * Waits two seconds for other processes that are writing. Throws what SQLite, the file system or the schema throws; then nothing is left open.
 */
export function openToWrite(path: string, schema: Schema, durability: Durability): DatabaseSync {
  makeDirectory(dirname(path));
  return prepared(new DatabaseSync(path, { timeout: BUSY_TIMEOUT }), (database) => {
    // Before anything is written: a file of another program stays as it is.
    whenFree(() => schema.stepsDone(database));
    whenFree(() => database.exec('PRAGMA journal_mode = WAL'));
    database.exec(`PRAGMA synchronous = ${durability}; ${BOUNDS}`);
    migrate(database, schema);
  });
}

/** Opens a SQLite file to read, as the location says, and prepares it; writes nothing. Throws as {@link openToWrite} does. */
export function openToReadOnly(
  location: string | URL,
  prepare: (database: DatabaseSync) => void,
): DatabaseSync {
  return prepared(new DatabaseSync(location, { timeout: BUSY_TIMEOUT, readOnly: true }), (database) => {
    database.exec(BOUNDS);
    prepare(database);
  });
}

/** Prepares an open database; closes it where that fails. */
export function prepared(database: DatabaseSync, prepare: (database: DatabaseSync) => void): DatabaseSync {
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

function migrate(database: DatabaseSync, { steps, stepsDone, beforeSteps }: Schema): void {
  if (stepsDone(database) === steps.length) return;
  transaction(database, () => {
    beforeSteps?.(database);
    for (const step of steps.slice(stepsDone(database))) {
      if (typeof step === 'string') database.exec(step);
      else step(database);
    }
    database.exec(`PRAGMA user_version = ${steps.length}`);
  });
}
