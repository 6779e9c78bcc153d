import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TaskRecord } from '@tapehaul/catalog';
import {
  compareText,
  type KeyedTask,
  type KeyRanges,
  keyAfter,
  type SeenClass,
} from '@tapehaul/catalog/rules';
import type { Range } from '../../paging/keyset.ts';
import { KeyWalk } from './key-walk.ts';

/** Tasks of some states up to which all of them are read, and their keys compared; above, keys are read, and states compared. */
const FEW = 20_000;
/** Keys that are read at once: few, since their tasks are read, too, and nothing else is done meanwhile. */
const EXAMINED = 500;
/** Keys that are read to find all tasks. */
const EXAMINED_FOR_ALL = 40_000;
/** Tasks whose states are read together. */
const CHUNK = 500;

/** Which tasks of a run, by their keys. */
export interface WantedKeys {
  readonly run: number;
  readonly keys: KeyRanges;
  /** The classes of the tasks; undefined for all. */
  readonly classes: readonly SeenClass[] | undefined;
  /** The tasks of these classes as planned. */
  readonly planned: Range;
  /** The tasks with these numbers that are wanted. */
  readonly rowsOf: (numbers: readonly number[]) => ReadonlyMap<number, TaskRecord>;
}

/** Finds tasks by ranges of their keys. */
export class KeyTasks {
  readonly #walk: KeyWalk;
  readonly #keys: StatementSync;

  constructor(database: DatabaseSync) {
    this.#walk = new KeyWalk(database);
    this.#keys = database.prepare(
      'SELECT task_id, number FROM tasks WHERE run = ? AND number IN (SELECT value FROM json_each(?))',
    );
    this.#keys.setReturnArrays(true);
  }

  /** The tasks behind a key, or the first, in the order of their keys; `next` is the key behind which there may be more. */
  page(wanted: WantedKeys, limit: number, after?: string): { rows: TaskRecord[]; next: string | undefined } {
    const rows: TaskRecord[] = [];
    let last = after;
    for (const { tasks, isEnough } of this.#candidates(wanted, EXAMINED, after)) {
      const found = wanted.rowsOf(tasks.map(({ number }) => number));
      for (const { key, number } of tasks) {
        const row = found.get(number);
        if (row !== undefined && rows.length === limit) return { rows, next: last };
        if (row !== undefined) rows.push(row);
        last = key;
      }
      if (isEnough) return { rows, next: last };
    }
    return { rows, next: undefined };
  }

  /** All wanted tasks, by their numbers; undefined above 20,000, which take long to read. */
  all(wanted: WantedKeys): Map<number, TaskRecord> | undefined {
    const rows = new Map<number, TaskRecord>();
    for (const { tasks, isEnough } of this.#candidates(wanted, EXAMINED_FOR_ALL)) {
      for (const [number, row] of wanted.rowsOf(tasks.map((task) => task.number))) rows.set(number, row);
      if (isEnough || rows.size > FEW) return undefined;
    }
    return rows;
  }

  /** Tasks that may be wanted, in the order of their keys, until that many keys were read. */
  *#candidates(
    wanted: WantedKeys,
    most: number,
    after?: string,
  ): Generator<{ tasks: KeyedTask[]; isEnough: boolean }> {
    const few = this.#few(wanted);
    if (few !== undefined) {
      const from = after === undefined ? '' : keyAfter(after);
      const left = few.filter(({ key }) => compareText(key, from) >= 0);
      for (let at = 0; at < left.length; at += CHUNK) {
        yield { tasks: left.slice(at, at + CHUNK), isEnough: false };
      }
      return;
    }
    let examined = 0;
    let tasks: KeyedTask[] = [];
    for (const group of this.#walk.groups(wanted.run, wanted.keys, after)) {
      tasks.push(...group);
      examined += group.length;
      const isEnough = examined >= most;
      if (tasks.length < CHUNK && !isEnough) continue;
      yield { tasks, isEnough };
      tasks = [];
    }
    yield { tasks, isEnough: false };
  }

  /** The tasks of the classes whose keys fit, in the order of these; undefined when the classes have many. */
  #few({ run, keys, classes, planned }: WantedKeys): KeyedTask[] | undefined {
    if (classes === undefined || classes.reduce((sum, { tasks }) => sum + tasks, 0) > FEW) return undefined;
    const numbers = planned(undefined, FEW + 1).map(([, number]) => number);
    return this.#keys
      .all(run, JSON.stringify(numbers))
      .map((row): KeyedTask => {
        const [key, number] = Object.values(row);
        return { key: String(key), number: Number(number) };
      })
      .filter(({ key }) => keys.isWanted(key))
      .sort((a, b) => compareText(a.key, b.key));
  }
}
