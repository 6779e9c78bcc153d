import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CountedClass, TaskClass } from '@tapehaul/catalog/rules';
import { taskPhase, textOrNull } from '../rows/rows.ts';

/** Reads the classes of a run. */
export function classReader(database: DatabaseSync): (run: number) => CountedClass[] {
  const select = database.prepare('SELECT * FROM classes WHERE run = ? AND tasks > 0 ORDER BY id');
  return (run) =>
    select.all(run).map((row) => ({
      run,
      id: Number(row.id),
      name: String(row.name),
      state: String(row.state),
      phase: taskPhase(row.phase),
      errorCode: textOrNull(row.error_code),
      tasks: Number(row.tasks),
      bytes: Number(row.bytes),
    }));
}

/** Finds the ids of classes, and makes those that are missing; to be used in a transaction. */
export class Classes {
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #known = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#select = database.prepare(
      `SELECT id FROM classes WHERE run = ? AND name = ? AND state = ? AND phase = ? AND ifnull(error_code, '') = ?`,
    );
    this.#insert = database.prepare(
      'INSERT INTO classes (run, name, state, phase, error_code) VALUES (?, ?, ?, ?, ?)',
    );
  }

  idOf({ run, name, state, phase, errorCode }: TaskClass): number {
    const key = `${run}\n${name}\n${state}\n${phase}\n${errorCode ?? ''}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const row = this.#select.get(run, name, state, phase, errorCode ?? '');
    const id = row?.id ?? this.#insert.run(run, name, state, phase, errorCode).lastInsertRowid;
    this.#known.set(key, Number(id));
    return Number(id);
  }

  /** Forgets ids that a transaction may have taken back. */
  forget(): void {
    this.#known.clear();
  }
}
