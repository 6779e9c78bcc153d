import type { ClaimedTask } from '@tapehaul/catalog';
import { type TaskClass, type TaskProgress, UNTOUCHED } from '@tapehaul/catalog/rules';
import { one, type Session } from '../connection/session.ts';
import { HELD_COLUMNS, type HeldRow, heldOfTasks, objectRecord } from '../holdings/held-rows.ts';
import { extentOf, parsedJson, type StoredTask } from '../tasks/stored-task.ts';
import type { StoredBatch } from './batch-rows.ts';

/** A task that has no outcome. */
export interface TaskLeft {
  readonly claimed: ClaimedTask;
  readonly stored: StoredTask;
}

interface PlannedRow {
  readonly number: number;
  readonly taskId: string;
  readonly input: string | null;
  readonly classId: number;
  readonly plannedAt: number;
  readonly bytes: number | null;
}

type ProgressRow = Omit<TaskProgress, 'state' | 'phase' | 'errorCode' | 'durationMs'> & {
  readonly number: number;
  readonly classId: number;
};

const IN_BATCH = 't.run = $1 AND t.number BETWEEN $2 AND $3';

/** The tasks of a batch that have no outcome, each with what is held under its id: each table is read from its first number to its last. */
export async function tasksLeft(
  session: Session,
  record: number,
  run: number,
  { number: batch, first, last }: StoredBatch,
): Promise<TaskLeft[]> {
  const range = [run, first, last];
  const planned = await session.query<PlannedRow>(
    `SELECT number, task_id AS "taskId", input, class AS "classId", planned_at AS "plannedAt", bytes FROM tapehaul.tasks t
     WHERE ${IN_BATCH} AND batch = $4 ORDER BY number`,
    [...range, batch],
  );
  const ended = await session.query<{ number: number }>(
    `SELECT number FROM tapehaul.outcomes t WHERE ${IN_BATCH}`,
    range,
  );
  const begun = await session.query<ProgressRow>(
    `SELECT number, class AS "classId", attempts, earlier, started_at AS "startedAt", attempt_at AS "attemptAt",
       updated_at AS "updatedAt", retry_at AS "retryAt", bytes, engine, error_message AS "errorMessage"
     FROM tapehaul.progress t WHERE ${IN_BATCH}`,
    range,
  );
  const isAnyHeld = await isAnyBetween(session, record, planned);
  const held = isAnyHeld
    ? await session.query<HeldRow>(
        `SELECT ${HELD_COLUMNS} FROM tapehaul.tasks t ${heldOfTasks('$5')} WHERE ${IN_BATCH} AND t.batch = $4 AND held.key IS NOT NULL`,
        [...range, batch, record],
      )
    : [];
  const outcomes = new Set(ended.map(({ number }) => number));
  const progress = new Map(begun.map((row) => [row.number, row]));
  const classes = await classesOf(session, new Set([...planned, ...begun].map(({ classId }) => classId)));
  const objects = new Map(held.map((row) => [row.key, objectRecord(row)]));
  return planned.flatMap((row): TaskLeft[] => {
    const stands = progress.get(row.number);
    const its = classes.get(stands?.classId ?? row.classId);
    if (outcomes.has(row.number) || its === undefined || its.phase === 'final') return [];
    const stored = storedTask(row, stands, its, batch);
    const { taskId, task } = stored;
    const bytes = task.bytes === null ? {} : { bytes: task.bytes };
    const input = parsedJson(row.input);
    return [
      { claimed: { taskId, name: its.name, input, ...bytes, held: objects.get(taskId) ?? null }, stored },
    ];
  });
}

/** Whether anything is held between the first and the last of the ids: where nothing is, as in a first run, none of them is looked up. */
async function isAnyBetween(
  session: Session,
  record: number,
  planned: readonly PlannedRow[],
): Promise<boolean> {
  const extent = extentOf(planned.map(({ taskId }) => taskId));
  if (extent === undefined) return planned.length > 0;
  const found = await one<{ isAny: boolean }>(
    session,
    `SELECT EXISTS (SELECT 1 FROM tapehaul.objects WHERE record = $1 AND key BETWEEN $2 AND $3) AS "isAny"`,
    [record, ...extent],
  );
  return found?.isAny ?? true;
}

function storedTask(
  { number, taskId, classId, plannedAt, bytes }: PlannedRow,
  progress: ProgressRow | undefined,
  { name, state, phase, errorCode }: TaskClass,
  batch: number,
): StoredTask {
  const place = { number, taskId, batch, name };
  if (progress === undefined) {
    const task = { ...UNTOUCHED, state, phase, errorCode, updatedAt: plannedAt, bytes };
    return { ...place, classId, stand: 'planned', task };
  }
  const { number: _, classId: its, ...changed } = progress;
  const task = { ...changed, state, phase, errorCode, durationMs: null, bytes: changed.bytes ?? bytes };
  return { ...place, classId: its, stand: 'progress', task };
}

async function classesOf(session: Session, ids: ReadonlySet<number>): Promise<Map<number, TaskClass>> {
  const rows = await session.query<TaskClass & { id: number }>(
    `SELECT id, run, name, state, phase, error_code AS "errorCode" FROM unnest($1::bigint[]) AS wanted (id)
     JOIN tapehaul.classes USING (id)`,
    [[...ids]],
  );
  return new Map(rows.map(({ id, ...its }) => [id, its]));
}
