import type { PlannedTask, RemainingFolder } from '@tapehaul/catalog';
import type { Session } from '../../connection/session.ts';
import type { SeenRun } from '../../runs/seen-run.ts';
import { NUMBERED_TASKS, parsedJson } from '../stored-task.ts';
import { rangeOfClasses } from './task-ranges.ts';

/** Batches that are added up together. */
const BATCHES = 64;

/** The planned tasks of a name that have no outcome, behind a number, and the number of the last of them. */
export async function remainingBehind(
  session: Session,
  { id, classes }: SeenRun,
  name: string,
  after: number,
  limit: number,
): Promise<{ rows: PlannedTask[]; last: number }> {
  const open = classes.filter((it) => it.phase !== 'final' && it.name === name);
  const places = await rangeOfClasses(session, id, open, 'planned')([after, after], limit);
  const rows = await session.query<{ taskId: string; input: string | null; bytes: number | null }>(
    `SELECT t.task_id AS "taskId", t.input, coalesce(p.bytes, t.bytes) AS bytes
     FROM ${NUMBERED_TASKS} LEFT JOIN tapehaul.progress p ON p.run = t.run AND p.number = t.number ORDER BY t.number`,
    [id, places.map(([, number]) => number)],
  );
  const tasks = rows.map(({ taskId, input, bytes }): PlannedTask => {
    return { taskId, name, input: parsedJson(input), ...(bytes === null ? {} : { bytes }) };
  });
  return { rows: tasks, last: places.at(-1)?.[1] ?? after };
}

/** The same tasks added up by folder, of batches behind one, and the number of the last of these. */
export async function remainingFolders(
  session: Session,
  { id }: SeenRun,
  name: string,
  blockBytes: number,
  after: number,
): Promise<{ rows: RemainingFolder[]; last: number }> {
  const batches = await session.query<{ number: number; first: number; last: number }>(
    `SELECT number, first, last FROM tapehaul.batches WHERE run = $1 AND name = $2 AND open > 0 AND number > $3
     ORDER BY number LIMIT ${BATCHES}`,
    [id, name, after],
  );
  const [first, last] = [batches[0], batches.at(-1)];
  if (first === undefined || last === undefined) return { rows: [], last: after };
  const rows = await session.query<RemainingFolder>(
    `SELECT min(task_id) AS example, count(*) AS tasks, count(blocks) AS sized, coalesce(sum(blocks), 0) AS blocks FROM (
       SELECT t.task_id, CASE WHEN t.input IS NOT NULL AND t.bytes > 0 THEN (t.bytes + $1::bigint - 1) / $1::bigint END AS blocks
       FROM tapehaul.tasks t WHERE t.run = $2 AND t.number BETWEEN $3 AND $4 AND t.batch = ANY ($5)
         AND NOT EXISTS (SELECT 1 FROM tapehaul.outcomes o WHERE o.run = t.run AND o.number = t.number)
         AND (NOT t.done OR EXISTS (SELECT 1 FROM tapehaul.progress p WHERE p.run = t.run AND p.number = t.number))) left_over
     GROUP BY regexp_replace(task_id, '[^/]*$', '')`,
    [blockBytes, id, first.first, last.last, batches.map(({ number }) => number)],
  );
  return { rows, last: last.number };
}
