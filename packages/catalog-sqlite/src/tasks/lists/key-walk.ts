import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { compareText, type KeyRanges, keyAfter } from '@tapehaul/catalog/rules';

/** Ids that are read together: few at first, since a range of keys may be short. */
const [LEAST, MOST] = [16, 1_000];

/** A task, by its id. */
export interface KeyedTask {
  readonly key: string;
  readonly number: number;
}

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
    const { first } = keys;
    if (first === undefined) return;
    let from = after === undefined ? first : laterOf(first, keyAfter(after));
    for (let size = LEAST; ; ) {
      const rows = this.#from.all(run, from, size).map(keyedTask);
      const group: KeyedTask[] = [];
      let skipTo = '';
      for (const task of rows) {
        if (compareText(task.key, skipTo) < 0) continue;
        if (keys.isWanted(task.key)) {
          group.push(task);
          continue;
        }
        const next = keys.behind(task.key);
        if (next === undefined) {
          yield group;
          return;
        }
        skipTo = next;
      }
      yield group;
      const last = rows.at(-1);
      if (last === undefined || rows.length < size) return;
      from = laterOf(keyAfter(last.key), skipTo);
      size = from === skipTo ? LEAST : Math.min(2 * size, MOST);
    }
  }
}

function keyedTask(row: unknown): KeyedTask {
  const [key, number] = Object.values(Object(row));
  return { key: String(key), number: Number(number) };
}

function laterOf(a: string, b: string): string {
  return compareText(a, b) >= 0 ? a : b;
}
