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
  readonly #whole: StatementSync;
  readonly #begun: StatementSync;
  /** The task that was found last: batches before its own have none behind it. */
  #last = { class: 0, task: 0, batch: 1 };

  constructor(database: DatabaseSync) {
    this.#open = database.prepare(
      `SELECT number, first, last, open FROM batches
       WHERE run = ? AND name = ? AND open > 0 AND number >= ? AND last > ? ORDER BY number LIMIT ${BATCHES}`,
    );
    this.#tasks = database.prepare(
      `SELECT number, task_id, input, bytes FROM tasks
       WHERE run = ? AND number BETWEEN ? AND ? AND class = ? AND batch = ?
         AND NOT EXISTS (SELECT 1 FROM outcomes WHERE outcomes.run = tasks.run AND outcomes.number = tasks.number)
         AND NOT EXISTS (SELECT 1 FROM progress WHERE progress.run = tasks.run AND progress.number = tasks.number)
       ORDER BY number LIMIT ?`,
    );
    this.#whole = database.prepare(
      `SELECT number, task_id, input, bytes FROM tasks
       WHERE run = ? AND number BETWEEN ? AND ? AND class = ? AND batch = ? ORDER BY number LIMIT ?`,
    );
    this.#begun = database.prepare('SELECT 1 FROM progress WHERE run = ? AND number BETWEEN ? AND ? LIMIT 1');
  }

  /** Tasks of the class of Scheduled ones of a name, behind a number. */
  behind(
    { run, name, id }: { readonly run: number; readonly name: string; readonly id: number },
    after: number,
    limit: number,
  ): UntouchedTask[] {
    const found: UntouchedTask[] = [];
    const known = this.#last.class === id && this.#last.task <= after ? this.#last.batch : 1;
    for (let from = known; ; ) {
      const batches = this.#open.all(run, name, from, after);
      for (const { number, first, last, open } of batches) {
        const [begin, end] = [Number(first), Number(last)];
        // Most batches are as they were planned, or done.
        const isWhole = open === end - begin + 1 && this.#begun.get(run, begin, end) === undefined;
        const statement = isWhole ? this.#whole : this.#tasks;
        const start = Math.max(begin, after + 1);
        const rows = statement.all(run, start, end, id, Number(number), limit - found.length);
        found.push(...(rows as unknown as UntouchedTask[]));
        const task = Number(rows.at(-1)?.number ?? 0);
        if (task > 0) this.#last = { class: id, task, batch: Number(number) };
        if (found.length === limit) return found;
      }
      if (batches.length < BATCHES) return found;
      from = Number(batches.at(-1)?.number) + 1;
    }
  }
}
