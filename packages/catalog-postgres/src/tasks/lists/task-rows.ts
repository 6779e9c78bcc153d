import type { AttemptRecord, TaskRecord } from '@tapehaul/catalog';
import { seenTask } from '@tapehaul/catalog/rules';
import { one, type Session } from '../../connection/session.ts';
import type { SeenRun } from '../../runs/seen-run.ts';
import { ATTEMPT_IN_OUTCOME } from '../attempt-rows.ts';
import { CHANGED, NUMBERED_TASKS, parsedJson, STATES_OF_TASKS, THEIR_STATES } from '../stored-task.ts';

const TASK = `SELECT t.number, t.task_id AS "taskId", t.input, t.planned_at AS "plannedAt", c.name, ${CHANGED}`;

interface TaskRow extends Omit<TaskRecord, 'runId' | 'input'> {
  readonly number: number;
  readonly input: string | null;
  readonly attemptAt: number | null;
}

/** A task of a run, by its id, as it is recorded. */
export interface RecordedTask {
  readonly number: number;
  readonly task: TaskRecord;
  /** When the attempt began that is being made; null while none is. */
  readonly attemptAt: number | null;
}

/** Which of some tasks are wanted. */
export interface Selecting {
  /** A pattern of ILIKE for their ids. */
  readonly pattern?: string;
  readonly classIds?: readonly number[] | undefined;
}

/** Tasks of a run as readers show them, by their numbers; those that are not wanted are missing. */
export async function tasksByNumber(
  session: Session,
  run: SeenRun,
  numbers: readonly number[],
  { pattern = '%', classIds }: Selecting = {},
): Promise<Map<number, TaskRecord>> {
  const rows = await session.query<TaskRow>(
    `${TASK} FROM ${NUMBERED_TASKS} ${THEIR_STATES} WHERE t.task_id ILIKE $3 AND ($4::bigint[] IS NULL OR c.id = ANY ($4))`,
    [run.id, numbers, pattern, classIds ?? null],
  );
  return new Map(rows.map((row) => [row.number, seenTask(recorded(run, row).task, run.crashedAt)]));
}

/** A task of a run. */
export async function taskById(
  session: Session,
  run: SeenRun,
  taskId: string,
): Promise<RecordedTask | undefined> {
  const row = await one<TaskRow>(
    session,
    `${TASK} FROM ${STATES_OF_TASKS} WHERE t.run = $1 AND t.task_id = $2`,
    [run.id, taskId],
  );
  return row && recorded(run, row);
}

/** The attempts of a task that have ended, as recorded; its first one may stand in its outcome alone. */
export function attemptsOf(session: Session, run: SeenRun, number: number): Promise<AttemptRecord[]> {
  return session.query<AttemptRecord>(
    `SELECT a.attempt, a.started_at AS "startedAt", a.ended_at AS "endedAt", c.state, c.error_code AS "errorCode",
       a.error_message AS "errorMessage"
     FROM (SELECT attempt, started_at, ended_at, class, error_message FROM tapehaul.attempts WHERE run = $1 AND number = $2
       UNION ALL SELECT 1, started_at, updated_at, class, error_message FROM tapehaul.outcomes o
       WHERE run = $1 AND number = $2 AND ${ATTEMPT_IN_OUTCOME}
         AND NOT EXISTS (SELECT 1 FROM tapehaul.attempts x WHERE x.run = o.run AND x.number = o.number)) a
     JOIN tapehaul.classes c ON c.id = a.class ORDER BY a.attempt`,
    [run.id, number],
  );
}

function recorded({ runId }: SeenRun, { number, attemptAt, input, ...row }: TaskRow): RecordedTask {
  return { number, attemptAt, task: { runId, ...row, input: parsedJson(input) } };
}
