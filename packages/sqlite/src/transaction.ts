import type { DatabaseSync } from 'node:sqlite';

/** Runs work in one transaction: IMMEDIATE to write, DEFERRED to read from one snapshot. Throws what the work throws, undone. */
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
