import type { PlannedTask } from '@tapehaul/catalog';
import { type PartRange, SCHEDULED, type TaskClass } from '@tapehaul/catalog/rules';
import { one, type Session } from '../connection/session.ts';
import { inserted } from '../connection/unnested.ts';
import type { Classes } from './classes.ts';
import { joinsBatch, type NewBatch } from './new-batch.ts';
import { extentOf, NAMED_TASKS } from './stored-task.ts';
import type { Tally } from './tally.ts';

/** A planned task with its place. */
interface PlannedRow extends PlannedTask {
  readonly number: number;
  readonly batch: number | null;
  readonly classId: number;
}

/** Has other transactions that add tasks to the run, or lines to its log, wait until this one has ended. */
export async function lockRun(session: Session, run: number): Promise<void> {
  await session.query('SELECT pg_advisory_xact_lock($1)', [run]);
}

/** What counts the tasks of a plan. */
export interface PlanCounts {
  readonly classes: Classes;
  readonly tally: Tally;
}

/** Stores tasks behind those of the run, as {@link storeTasks} does. `batchTasks` is how many a batch has at most, as {@link joinsBatch}. */
export async function planTasks(
  session: Session,
  counts: PlanCounts,
  run: number,
  tasks: readonly PlannedTask[],
  batchTasks?: number,
): Promise<number> {
  if (tasks.length === 0) return 0;
  await lockRun(session, run);
  const last = await one<PartRange>(
    session,
    `SELECT (SELECT coalesce(max(number), 0) FROM tapehaul.tasks WHERE run = $1) AS task,
       (SELECT coalesce(max(number), 0) FROM tapehaul.batches WHERE run = $1) AS batch`,
    [run],
  );
  return (await storeTasks(session, counts, run, tasks, last ?? { task: 0, batch: 0 }, batchTasks)).stored;
}

/** How many tasks were stored, and the numbers of the last task and the last batch since then. */
export interface StoredTasks extends PartRange {
  readonly stored: number;
}

/**
 * Stores tasks as planned now, in batches, except those that the run has: behind numbers behind which no other transaction stores
 * tasks meanwhile.
 */
export async function storeTasks(
  session: Session,
  { classes, tally }: PlanCounts,
  run: number,
  tasks: readonly PlannedTask[],
  behind: PartRange,
  batchTasks?: number,
): Promise<StoredTasks> {
  const ids = tasks.map(({ taskId }) => taskId);
  const had = await knownOf(session, run, ids);
  const fresh = [...new Map(tasks.toReversed().map((it) => [it.taskId, it])).values()].toReversed();
  const added = fresh.filter(({ taskId }) => !had.has(taskId));
  if (added.length === 0) return { ...behind, stored: 0 };
  const classIds = await classes.idsOf(added.map((it) => classOf(run, it)));
  const at = Date.now();
  const batches: NewBatch[] = [];
  const rows = added.map((task, place): PlannedRow => {
    const number = behind.task + place + 1;
    let batch = batches.at(-1);
    if (batch === undefined || !joinsBatch(batch, task, batchTasks)) {
      const place = behind.batch + batches.length + 1;
      batch = { number: place, name: task.name, first: number, last: number, open: 0, bytes: 0 };
      batches.push(batch);
    }
    batch.last = number;
    batch.bytes += task.bytes ?? Number.POSITIVE_INFINITY;
    if (task.done === undefined) batch.open += 1;
    return { ...task, number, batch: batch.number, classId: classIds[place] ?? 0 };
  });
  await insertTasks(session, run, rows, at);
  await insertBatches(session, run, batches);
  for (const { done, batch, classId, bytes = 0 } of rows) {
    const state = done ?? SCHEDULED;
    tally.add({ run, classId, batch, state, endedAt: done === undefined ? null : at, tasks: 1, bytes });
  }
  const stored = rows.length;
  return { stored, task: behind.task + stored, batch: behind.batch + batches.length };
}

/** Those of some ids that the run has. Where it has none between the first and the last of them, as in a first plan, none is looked up. */
async function knownOf(session: Session, run: number, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const extent = extentOf(ids);
  const found =
    extent &&
    (await one<{ isAny: boolean }>(
      session,
      'SELECT EXISTS (SELECT 1 FROM tapehaul.tasks WHERE run = $1 AND task_id BETWEEN $2 AND $3) AS "isAny"',
      [run, ...extent],
    ));
  if (found?.isAny === false) return new Set();
  const known = await session.query<{ id: string }>(`SELECT t.task_id AS id FROM ${NAMED_TASKS}`, [run, ids]);
  return new Set(known.map(({ id }) => id));
}

/** Stores tasks outside of the plan, in no batch; gives the numbers that they have, in their order. */
export async function addTasks(
  session: Session,
  classes: Classes,
  run: number,
  tasks: readonly { readonly taskId: string; readonly name: string; readonly at: number }[],
): Promise<{ readonly number: number; readonly classId: number }[]> {
  const last = await one<{ number: number }>(
    session,
    'SELECT coalesce(max(number), 0) AS number FROM tapehaul.tasks WHERE run = $1',
    [run],
  );
  const planned = tasks.map(({ taskId, name }): PlannedTask => ({ taskId, name, input: null }));
  const classIds = await classes.idsOf(planned.map((it) => classOf(run, it)));
  const rows = planned.map((it, place): PlannedRow => {
    return { ...it, number: (last?.number ?? 0) + place + 1, batch: null, classId: classIds[place] ?? 0 };
  });
  await insertTasks(session, run, rows, (place) => tasks[place]?.at ?? 0);
  return rows;
}

async function insertTasks(
  session: Session,
  run: number,
  rows: readonly PlannedRow[],
  plannedAt: number | ((place: number) => number),
): Promise<void> {
  const placed = rows.map((row, place) => ({
    row,
    at: typeof plannedAt === 'number' ? plannedAt : plannedAt(place),
  }));
  const given = inserted(placed, [
    ['run', 'bigint', () => run],
    ['number', 'bigint', ({ row }) => row.number],
    ['task_id', 'text', ({ row }) => row.taskId],
    ['input', 'text', ({ row }) => (row.input === null ? null : JSON.stringify(row.input))],
    ['class', 'bigint', ({ row }) => row.classId],
    ['batch', 'int', ({ row }) => row.batch],
    ['done', 'boolean', ({ row }) => row.done !== undefined],
    ['planned_at', 'bigint', ({ at }) => at],
    ['bytes', 'bigint', ({ row }) => row.bytes ?? null],
  ]);
  await session.query(
    `INSERT INTO tapehaul.tasks (${given.names}) SELECT ${given.names} FROM ${given.sql}`,
    given.values,
  );
}

async function insertBatches(session: Session, run: number, batches: readonly NewBatch[]): Promise<void> {
  const given = inserted(batches, [
    ['run', 'bigint', () => run],
    ['number', 'int', (it) => it.number],
    ['name', 'text', (it) => it.name],
    ['first', 'bigint', (it) => it.first],
    ['last', 'bigint', (it) => it.last],
    ['open', 'int', (it) => it.open],
  ]);
  await session.query(
    `INSERT INTO tapehaul.batches (${given.names}) SELECT ${given.names} FROM ${given.sql}`,
    given.values,
  );
}

function classOf(run: number, { name, done }: PlannedTask): TaskClass {
  const phase = done === undefined ? 'waiting' : 'final';
  return { run, name, state: done ?? SCHEDULED, phase, errorCode: null };
}
