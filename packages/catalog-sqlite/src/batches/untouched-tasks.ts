import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Batches that are looked through together. */
const BATCHES = 64;

/** A task that nothing has happened to since it was planned. */
export interface UntouchedTask {
  readonly number: number;
  readonly task_id: string;
  readonly input: string | null;
  readonly bytes: number | null;
}

/**
 * Reads planned tasks that nothing has happened to yet: of batches that have tasks without an outcome, since what is left of a
 * large plan is a small part of it.
 */
export class UntouchedTasks {
  readonly #open: StatementSync;
  readonly #tasks: StatementSync;

  constructor(database: DatabaseSync) {
    this.#open = database.prepare(
      `SELECT number, first, last FROM batches
       WHERE run = ? AND name = ? AND open > 0 AND number > ? AND last > ? ORDER BY number LIMIT ${BATCHES}`,
    );
    this.#tasks = database.prepare(
      `SELECT number, task_id, input, bytes FROM tasks
       WHERE run = ? AND number BETWEEN ? AND ? AND class = ? AND batch = ?
         AND NOT EXISTS (SELECT 1 FROM outcomes WHERE outcomes.run = tasks.run AND outcomes.number = tasks.number)
         AND NOT EXISTS (SELECT 1 FROM progress WHERE progress.run = tasks.run AND progress.number = tasks.number)
       ORDER BY number LIMIT ?`,
    );
  }

  /** Tasks of the class of Scheduled ones of a name, behind a number. */
  behind(
    { run, name, id }: { readonly run: number; readonly name: string; readonly id: number },
    after: number,
    limit: number,
  ): UntouchedTask[] {
    const found: UntouchedTask[] = [];
    for (let behind = 0; ; ) {
      const batches = this.#open.all(run, name, behind, after);
      for (const { number, first, last } of batches) {
        const from = Math.max(Number(first), after + 1);
        const rows = this.#tasks.all(run, from, Number(last), id, Number(number), limit - found.length);
        found.push(...(rows as unknown as UntouchedTask[]));
        if (found.length === limit) return found;
      }
      if (batches.length < BATCHES) return found;
      behind = Number(batches.at(-1)?.number);
    }
  }
}
