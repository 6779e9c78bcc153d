import type { TaskOutcome } from '@tapehaul/catalog';
import type { Session } from '../../connection/session.ts';
import { HELD_COLUMNS, type HeldRow, objectRecord } from '../../holdings/held-rows.ts';
import type { SeenRun } from '../../runs/seen-run.ts';
import { STATES_OF_TASKS } from '../stored-task.ts';

/** The outcomes of tasks of a name, whose ids are keys of objects, behind a number, and the number of the last of them. */
export async function outcomesBehind(
  session: Session,
  record: number,
  { id, classes }: SeenRun,
  name: string,
  after: number,
  limit: number,
): Promise<{ rows: TaskOutcome[]; last: number }> {
  const states = new Map(classes.map((it) => [it.id, it.state]));
  const rows = await session.query<HeldRow & { number: number; taskId: string; classId: number }>(
    `SELECT t.number, t.task_id AS "taskId", c.id AS "classId", ${HELD_COLUMNS} FROM ${STATES_OF_TASKS}
       LEFT JOIN tapehaul.objects held ON held.record = $1 AND held.key = t.task_id
       LEFT JOIN tapehaul.runs held_by ON held_by.id = held.run
     WHERE t.run = $2 AND t.number > $3 AND c.name = $4 ORDER BY t.number LIMIT $5`,
    [record, id, after, name, limit],
  );
  const outcomes = rows.map(({ number: _, taskId, classId, ...held }): TaskOutcome => {
    return { taskId, state: states.get(classId) ?? '', held: held.key === null ? null : objectRecord(held) };
  });
  return { rows: outcomes, last: rows.at(-1)?.number ?? after };
}
