import type { TaskOutcome } from '@tapehaul/catalog';
import type { Session } from '../../connection/session.ts';
import { HELD_COLUMNS, type HeldRow, heldOfTasks, objectRecord } from '../../holdings/held-rows.ts';
import type { SeenRun } from '../../runs/seen-run.ts';
import { THEIR_STATES } from '../stored-task.ts';

/** The outcomes of tasks of a name, whose ids are keys of objects, behind a number, and the number that was reached. */
export async function outcomesBehind(
  session: Session,
  record: number,
  { id, classes }: SeenRun,
  name: string,
  after: number,
  limit: number,
): Promise<{ rows: TaskOutcome[]; last: number }> {
  const states = new Map(classes.map((it) => [it.id, it.state]));
  const rows = await session.query<
    HeldRow & { number: number; taskId: string; name: string; classId: number }
  >(
    `SELECT t.number, t.task_id AS "taskId", c.name, c.id AS "classId", ${HELD_COLUMNS}
     FROM (SELECT * FROM tapehaul.tasks WHERE run = $2 AND number > $3 ORDER BY number LIMIT $4) t
       ${THEIR_STATES} ${heldOfTasks('$1')} ORDER BY t.number`,
    [record, id, after, limit],
  );
  const outcomes = rows.flatMap(({ number: _, taskId, name: its, classId, ...held }): TaskOutcome[] => {
    if (its !== name) return [];
    return [
      { taskId, state: states.get(classId) ?? '', held: held.key === null ? null : objectRecord(held) },
    ];
  });
  return { rows: outcomes, last: rows.at(-1)?.number ?? after };
}
