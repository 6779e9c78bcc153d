import type { TaskChange, TaskSelection } from '@tapehaul/catalog';
import { CRASHED, isLeftOver, isSelected, SCHEDULED, UNTOUCHED } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { type Classes, classesOfRun } from './classes.ts';
import { addTasks, lockRun } from './plan-rows.ts';
import {
  NAMED_TASKS,
  NUMBERED_TASKS,
  STANDS_AS_PLANNED,
  type StoredTask,
  storedTasks,
} from './stored-task.ts';
import type { TaskMoves } from './task-moves.ts';

/** Tasks that are moved together. */
const TOGETHER = 2_000;

/** What moves tasks in one transaction. */
export interface TaskWrites {
  readonly session: Session;
  readonly classes: Classes;
  readonly moves: TaskMoves;
}

/** Stores what happened to tasks of a run, by their ids, the first change first; a task that is not there is planned with it. */
export async function recordTasks(
  { session, classes, moves }: TaskWrites,
  run: number,
  changes: ReadonlyMap<string, readonly TaskChange[]>,
): Promise<void> {
  const known = new Map((await tasksOf(session, run, [...changes.keys()])).map((it) => [it.taskId, it]));
  const missing = [...changes].flatMap(([taskId, [first]]) => {
    return first === undefined || known.has(taskId)
      ? []
      : { taskId, name: first.name, at: Math.trunc(first.at) };
  });
  if (missing.length > 0) {
    await lockRun(session, run);
    const added = await addTasks(session, classes, run, missing);
    for (const [place, { taskId, name, at }] of missing.entries()) {
      const { number = 0, classId = 0 } = added[place] ?? {};
      const task = { ...UNTOUCHED, updatedAt: at };
      known.set(taskId, { number, taskId, batch: null, classId, name, stand: 'planned', task });
      moves.added(run, classId);
    }
  }
  for (const [taskId, its] of changes) {
    const stored = known.get(taskId);
    if (stored !== undefined) moves.advance(run, stored, its);
  }
  await moves.write();
}

/** The tasks of a run with these ids. */
export function tasksOf(session: Session, run: number, taskIds: readonly string[]): Promise<StoredTask[]> {
  return storedTasks(session, { from: NAMED_TASKS }, [run, taskIds]);
}

/** Schedules again what had begun of a batch, whose tasks have numbers between two; gives whether any had. */
export async function giveBackBatch(
  { session, moves }: TaskWrites,
  run: number,
  { number, first, last }: { readonly number: number; readonly first: number; readonly last: number },
  at: number,
): Promise<boolean> {
  const where = 't.run = $1 AND t.number BETWEEN $2 AND $3 AND t.batch = $4 AND p.number IS NOT NULL';
  for (const stored of await storedTasks(session, { where }, [run, first, last, number])) {
    if (stored.task.state !== SCHEDULED) moves.giveBack(run, stored, at);
  }
  return (await moves.write()).length > 0;
}

/** Crashes what had begun and not ended at the last sign of life of its owner. */
export async function crashTasks(
  { session, moves }: TaskWrites,
  run: number,
  lastSignAt: number,
): Promise<void> {
  const begun = (await classesOfRun(session, run)).filter(
    ({ phase, state }) => phase !== 'final' && state !== SCHEDULED,
  );
  if (begun.length === 0) return;
  const ids = begun.map(({ id }) => id);
  for (let after = 0; ; ) {
    const places = await session.query<{ number: number }>(
      `SELECT number FROM tapehaul.progress WHERE class = ANY ($1) AND number > $2 ORDER BY number LIMIT ${TOGETHER}`,
      [ids, after],
    );
    const numbers = places.map(({ number }) => number);
    const tasks = await storedTasks(session, { from: NUMBERED_TASKS }, [run, numbers]);
    for (const stored of tasks) moves.advance(run, stored, [crashed(stored, lastSignAt)]);
    await moves.write();
    after = tasks.at(-1)?.number ?? after;
    if (tasks.length < TOGETHER) break;
  }
  await moves.writeCounts();
}

/**
 * Schedules again what was stopped, and with `failed` what had failed; with `only`, of these what it selects. Gives how many tasks
 * that are.
 */
export async function rescheduleTasks(
  { session, moves }: TaskWrites,
  run: number,
  failed: boolean,
  only?: TaskSelection,
): Promise<number> {
  const left = (await classesOfRun(session, run)).filter((it) => isLeftOver(it, failed));
  const at = Date.now();
  let rescheduled = 0;
  for await (const tasks of endedTasks(
    session,
    run,
    left.map(({ id }) => id),
    only,
  )) {
    for (const stored of tasks) moves.giveBack(run, stored, at);
    await moves.write();
    rescheduled += tasks.length;
  }
  return rescheduled;
}

/** The tasks of classes of a run that have ended, of them those that are selected, some at once. */
export async function* endedTasks(
  session: Session,
  run: number,
  classIds: readonly number[],
  only: TaskSelection = {},
): AsyncGenerator<StoredTask[]> {
  const { taskIds = null, prefix = '' } = only;
  const ended = (select: string): string => `(${select} AND number > $2 ORDER BY number LIMIT ${TOGETHER})`;
  for (let after = 0; classIds.length > 0; ) {
    const places = await session.query<{ number: number }>(
      `${ended('SELECT number FROM tapehaul.outcomes WHERE class = ANY ($1)')} UNION ALL
       ${ended(`SELECT number FROM tapehaul.tasks t WHERE class = ANY ($1) AND ${STANDS_AS_PLANNED}`)}
       ORDER BY number LIMIT ${TOGETHER}`,
      [classIds, after],
    );
    const numbers = places.map(({ number }) => number);
    const where = 'starts_with(t.task_id, $3) AND ($4::text[] IS NULL OR t.task_id = ANY ($4))';
    const from = NUMBERED_TASKS;
    const tasks = await storedTasks(session, { from, where }, [run, numbers, prefix, taskIds]);
    const selected = tasks.filter(({ taskId, task: { errorCode } }) =>
      isSelected({ taskId, errorCode }, only),
    );
    if (selected.length > 0) yield selected;
    if (numbers.length < TOGETHER) return;
    after = numbers.at(-1) ?? after;
  }
}

function crashed({ taskId, name, task }: StoredTask, lastSignAt: number): TaskChange {
  const attempt = task.attempts - task.earlier;
  const at = Math.max(task.updatedAt, lastSignAt);
  return { runId: '', taskId, name, state: CRASHED, phase: 'final', attempt, at };
}
