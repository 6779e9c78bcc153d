import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { firstKeyStep, type KeyedTask, type KeyRanges, keyGroup } from '@tapehaul/catalog/rules';

/** Reads the tasks of a run in the order of their ids, by the index of these; folders in which no id fits are skipped. */
export class KeyWalk {
  readonly #from: StatementSync;

  constructor(database: DatabaseSync) {
    this.#from = database.prepare(
      'SELECT task_id, number FROM tasks WHERE run = ? AND task_id >= ? ORDER BY task_id LIMIT ?',
    );
    this.#from.setReturnArrays(true);
  }

  /** The tasks behind an id, or the first, a few at once; a group may be empty. */
  *groups(run: number, keys: KeyRanges, after?: string): Generator<KeyedTask[], void, undefined> {
    for (let step = firstKeyStep(keys, after); step !== undefined; ) {
      const rows = this.#from.all(run, step.from, step.size).map(keyedTask);
      const { group, next } = keyGroup(rows, keys, step);
      yield group;
      step = next;
    }
  }
}

function keyedTask(row: unknown): KeyedTask {
  const [key, number] = Object.values(Object(row));
  return { key: String(key), number: Number(number) };
}
