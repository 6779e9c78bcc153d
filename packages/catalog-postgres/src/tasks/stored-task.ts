import type { ClaimedTask } from '@tapehaul/catalog';
import type { TaskProgress } from '@tapehaul/catalog/rules';
import type { Session, Value } from '../connection/session.ts';

/** Where a task stands: as it is planned, begun, or ended. */
export type Stand = 'planned' | 'progress' | 'outcome';

/** A task as stored. */
export interface StoredTask {
  readonly number: number;
  readonly taskId: string;
  readonly batch: number | null;
  readonly classId: number;
  readonly name: string;
  readonly stand: Stand;
  readonly task: TaskProgress;
}

type StoredRow = Omit<StoredTask, 'task'> & TaskProgress;

/**
 * Joins tasks `t` with their outcomes `o` and progress `p`, and with the class `c` of each. Each is looked up task by task (`OFFSET 0` keeps it
 * so): what PostgreSQL knows of its tables is older than what a run adds to them, and it would read all of one that it takes for small.
 */
export const THEIR_STATES = `
  LEFT JOIN LATERAL (SELECT * FROM tapehaul.outcomes x WHERE x.run = t.run AND x.number = t.number OFFSET 0) o ON true
  LEFT JOIN LATERAL (SELECT * FROM tapehaul.progress x WHERE x.run = t.run AND x.number = t.number OFFSET 0) p ON true
  JOIN LATERAL (SELECT * FROM tapehaul.classes x WHERE x.id = coalesce(o.class, p.class, t.class) OFFSET 0) c ON true`;

/**
 * The tasks `t` of run $1 with the numbers of `wanted`. Each is looked up by itself: for many at once, PostgreSQL may read
 * all tasks of the run.
 */
const tasksBy = (column: 'number' | 'task_id', wanted: string): string => `${wanted} AS wanted (${column})
  CROSS JOIN LATERAL (SELECT * FROM tapehaul.tasks x WHERE x.run = $1 AND x.${column} = wanted.${column} OFFSET 0) t`;

/** The tasks `t` of run $1 with the numbers $2. */
export const NUMBERED_TASKS: string = tasksBy('number', 'unnest($2::bigint[])');

/** The tasks `t` of run $1 with the ids $2. */
export const NAMED_TASKS: string = tasksBy('task_id', 'unnest($2::text[])');

/** All tasks, with {@link THEIR_STATES}. */
export const STATES_OF_TASKS = `tapehaul.tasks t ${THEIR_STATES}`;

/** What has changed of tasks since they were planned, over {@link STATES_OF_TASKS}. */
export const CHANGED = `c.state, c.phase, c.error_code AS "errorCode",
  coalesce(o.error_message, p.error_message) AS "errorMessage",
  coalesce(o.attempts, p.attempts, 0) AS attempts,
  coalesce(o.started_at, p.started_at) AS "startedAt",
  p.attempt_at AS "attemptAt",
  coalesce(o.updated_at, p.updated_at, t.planned_at) AS "updatedAt",
  o.duration_ms AS "durationMs",
  p.retry_at AS "retryAt",
  coalesce(o.bytes, p.bytes, t.bytes) AS bytes,
  coalesce(o.engine, p.engine) AS engine`;

/** Tasks of {@link STATES_OF_TASKS} that are planned as done, and that nothing has happened to since. */
export const STANDS_AS_PLANNED = `t.done
  AND NOT EXISTS (SELECT 1 FROM tapehaul.outcomes o WHERE o.run = t.run AND o.number = t.number)
  AND NOT EXISTS (SELECT 1 FROM tapehaul.progress p WHERE p.run = t.run AND p.number = t.number)`;

/** Reads tasks `t` of `from` as stored, in the order of the plan; those that fit `where`. */
export async function storedTasks(
  session: Session,
  { from = 'tapehaul.tasks t', where = 'true' }: { readonly from?: string; readonly where?: string },
  values: readonly Value[],
): Promise<StoredTask[]> {
  const rows = await session.query<StoredRow>(
    `SELECT t.number, t.task_id AS "taskId", t.batch, c.id AS "classId", c.name, coalesce(o.earlier, p.earlier, 0) AS earlier,
       CASE WHEN o.number IS NOT NULL THEN 'outcome' WHEN p.number IS NOT NULL THEN 'progress' ELSE 'planned' END AS stand,
       ${CHANGED}
     FROM ${from} ${THEIR_STATES} WHERE ${where}`,
    values,
  );
  return rows
    .map(({ number, taskId, batch, classId, name, stand, ...task }) => {
      return { number, taskId, batch, classId, name, stand, task };
    })
    .sort((a, b) => a.number - b.number);
}

/**
 * The first and the last of some ids in the order of the database; undefined where there are none, and where one has characters that stand
 * elsewhere there than here.
 */
export function extentOf(ids: readonly string[]): readonly [first: string, last: string] | undefined {
  let [first, last] = [ids[0], ids[0]];
  if (first === undefined || last === undefined) return undefined;
  for (const id of ids) {
    if (OTHERWISE_ORDERED.test(id)) return undefined;
    if (id < first) first = id;
    else if (id > last) last = id;
  }
  return [first, last];
}

/** Halves of characters beyond U+FFFF, what UTF-16 has behind them, and the one that is replaced. */
const OTHERWISE_ORDERED = /[\0\ud800-\uffff]/;

/** A column that holds JSON, or null. */
export function parsedJson(text: string | null): ClaimedTask['input'] {
  return text === null ? null : JSON.parse(text);
}
