import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TaskProgress } from '@tapehaul/catalog/rules';
import type { StoredTask } from '../rows/task-row.ts';

/** Writes where tasks stand, beside their plan; to be used in a transaction. */
export class StateWriter {
  readonly #outcome: StatementSync;
  readonly #progress: StatementSync;
  readonly #noOutcome: StatementSync;
  readonly #noProgress: StatementSync;

  constructor(database: DatabaseSync) {
    this.#outcome = database.prepare(
      `INSERT INTO outcomes (run, number, class, attempts, earlier, started_at, updated_at, duration_ms, bytes,
         engine, error_message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#progress = database.prepare(
      `INSERT OR REPLACE INTO progress (run, number, class, attempts, earlier, started_at, attempt_at, updated_at, retry_at,
         bytes, engine, error_message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#noOutcome = database.prepare('DELETE FROM outcomes WHERE run = ? AND number = ?');
    this.#noProgress = database.prepare('DELETE FROM progress WHERE run = ? AND number = ?');
  }

  /** Puts a task where it stands now; `former` is where it stood before. */
  write(
    run: number,
    { number, stand }: Pick<StoredTask, 'number' | 'stand'>,
    now: TaskProgress,
    classId: number,
  ): void {
    const { attempts, earlier, startedAt, attemptAt, updatedAt, durationMs, retryAt, bytes, engine } = now;
    const began = [attempts, earlier, startedAt];
    if (now.phase === 'final') {
      if (stand === 'progress') this.#noProgress.run(run, number);
      // Only a step of a flow ends a second time; of a task of a batch the first outcome stays.
      else if (stand === 'outcome') this.#noOutcome.run(run, number);
      const ended = [updatedAt, durationMs, bytes, engine, now.errorMessage];
      this.#outcome.run(run, number, classId, ...began, ...ended);
      return;
    }
    if (stand === 'outcome') this.#noOutcome.run(run, number);
    const moved = [attemptAt, updatedAt, retryAt, bytes, engine, now.errorMessage];
    this.#progress.run(run, number, classId, ...began, ...moved);
  }
}
