import type { TaskRecord } from '@tapehaul/catalog';
import {
  compareText,
  type KeyedTask,
  type KeyRanges,
  keyAfter,
  type SeenClass,
} from '@tapehaul/catalog/rules';
import type { Session } from '../../connection/session.ts';
import type { Range } from '../../paging/keyset.ts';
import { NUMBERED_TASKS } from '../stored-task.ts';
import { keyWalk } from './key-walk.ts';

/** Tasks of some states up to which all of them are read, and their keys compared; above, keys are read, and states compared. */
const FEW = 20_000;
/** Keys that are read at once to find a page, and to find all tasks. */
const [EXAMINED, EXAMINED_FOR_ALL] = [2_000, 40_000];
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
  readonly rowsOf: (numbers: readonly number[]) => Promise<ReadonlyMap<number, TaskRecord>>;
}

/** The tasks behind a key, or the first, in the order of their keys; `next` is the key behind which there may be more. */
export async function pageOfKeys(
  session: Session,
  wanted: WantedKeys,
  limit: number,
  after?: string,
): Promise<{ rows: TaskRecord[]; next: string | undefined }> {
  const rows: TaskRecord[] = [];
  let last = after;
  for await (const { tasks, isEnough } of candidates(session, wanted, EXAMINED, after)) {
    const found = await wanted.rowsOf(tasks.map(({ number }) => number));
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
export async function allOfKeys(
  session: Session,
  wanted: WantedKeys,
): Promise<Map<number, TaskRecord> | undefined> {
  const rows = new Map<number, TaskRecord>();
  for await (const { tasks, isEnough } of candidates(session, wanted, EXAMINED_FOR_ALL)) {
    for (const [number, row] of await wanted.rowsOf(tasks.map((task) => task.number))) rows.set(number, row);
    if (isEnough || rows.size > FEW) return undefined;
  }
  return rows;
}

/** Tasks that may be wanted, in the order of their keys, until that many keys were read. */
async function* candidates(
  session: Session,
  wanted: WantedKeys,
  most: number,
  after?: string,
): AsyncGenerator<{ tasks: KeyedTask[]; isEnough: boolean }> {
  const some = await fewOf(session, wanted);
  if (some !== undefined) {
    const left = some.filter(({ key }) => after === undefined || compareText(key, keyAfter(after)) >= 0);
    for (let at = 0; at < left.length; at += CHUNK)
      yield { tasks: left.slice(at, at + CHUNK), isEnough: false };
    return;
  }
  let examined = 0;
  let tasks: KeyedTask[] = [];
  for await (const group of keyWalk(session, wanted.run, wanted.keys, after)) {
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
async function fewOf(
  session: Session,
  { run, keys, classes, planned }: WantedKeys,
): Promise<KeyedTask[] | undefined> {
  if (classes === undefined || classes.reduce((sum, { tasks }) => sum + tasks, 0) > FEW) return undefined;
  const numbers = (await planned(undefined, FEW + 1)).map(([, number]) => number);
  const rows = await session.query<KeyedTask>(
    `SELECT t.task_id AS key, t.number FROM ${NUMBERED_TASKS} ORDER BY t.task_id`,
    [run, numbers],
  );
  return rows.filter(({ key }) => keys.isWanted(key));
}
