import type { FailedTask } from '@tapehaul/catalog';
import { isFailure } from '@tapehaul/catalog/rules';
import type { Session } from '../../connection/session.ts';
import type { SeenRun } from '../../runs/seen-run.ts';
import { NUMBERED_TASKS, THEIR_STATES } from '../stored-task.ts';
import { rangeOfClasses } from './task-ranges.ts';

/** The tasks of a run that failed, behind a number, in the order of the plan, and the number of the last of them. */
export async function failedBehind(
  session: Session,
  { id, classes }: SeenRun,
  after: number,
  limit: number,
): Promise<{ rows: FailedTask[]; last: number }> {
  const failed = classes.filter(
    ({ phase, state, errorCode }) => phase === 'final' && isFailure(state, errorCode),
  );
  const places = await rangeOfClasses(session, id, failed, 'planned')([after, after], limit);
  const rows = await session.query<FailedTask>(
    `SELECT t.task_id AS "taskId", coalesce(c.error_code, 'unknown') AS code,
       coalesce(o.error_message, p.error_message, '') AS message
     FROM ${NUMBERED_TASKS} ${THEIR_STATES} ORDER BY t.number`,
    [id, places.map(([, number]) => number)],
  );
  return { rows, last: places.at(-1)?.[1] ?? after };
}
