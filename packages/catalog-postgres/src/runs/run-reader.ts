import type {
  FailureClass,
  Page,
  RunQuery,
  RunSummary,
  StateCount,
  StateRecord,
  TaskSelection,
} from '@tapehaul/catalog';
import { CRASHED, cursorOf, isFailure, isLeftOver, pageLimit, positionOf } from '@tapehaul/catalog/rules';
import { one, type Session } from '../connection/session.ts';
import { endedTasks } from '../tasks/task-records.ts';
import { IS_DEAD, RUN_COLUMNS, type RunRow, runSummary } from './run-rows.ts';
import type { SeenRun } from './seen-run.ts';

/** A page of runs, the newest first. */
export async function runsPage(session: Session, record: number, query: RunQuery): Promise<Page<RunSummary>> {
  const { cursor, states = null, flow = null, planned = false } = query;
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(positionOf('runs', [0], cursor)[0]);
  const limit = pageLimit(query);
  const rows = await session.query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM tapehaul.runs r
     WHERE r.record = $1 AND r.id < $2 AND ($3::text IS NULL OR r.flow = $3) AND (NOT $4 OR r.planned_at IS NOT NULL)
       AND ($5::text[] IS NULL OR CASE WHEN ${IS_DEAD} THEN '${CRASHED}' ELSE r.state END = ANY ($5))
     ORDER BY r.id DESC LIMIT $6`,
    [record, before, flow, planned, states, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? cursorOf('runs', [shown.at(-1)?.id ?? 0]) : null;
  return { rows: shown.map(runSummary), next };
}

/** The states that a run has been in. */
export async function runHistory(session: Session, { id, crashedAt }: SeenRun): Promise<StateRecord[]> {
  const rows = await session.query<{ state: string; at: number }>(
    'SELECT state, at FROM tapehaul.run_states WHERE run = $1 ORDER BY id',
    [id],
  );
  const history = rows.map(({ state, at }) => runState(state, at));
  return crashedAt === undefined ? history : [...history, runState(CRASHED, crashedAt)];
}

/** How many tasks of a run, or those of one name, are in each state. */
export function countsOf({ classes }: SeenRun, wanted: string | undefined): Record<string, StateCount> {
  const counts: Record<string, StateCount> = {};
  for (const { name, state, tasks, bytes } of classes) {
    if (wanted !== undefined && wanted !== name) continue;
    const sum = counts[state] ?? { tasks: 0, bytes: 0 };
    counts[state] = { tasks: sum.tasks + tasks, bytes: sum.bytes + bytes };
  }
  return counts;
}

/** Whether continuing a run would find anything to do of what is selected. */
export async function hasWork(
  session: Session,
  { id, classes }: SeenRun,
  failed: boolean,
  only: TaskSelection,
): Promise<boolean> {
  const left = classes.filter((it) => isLeftOver(it, failed)).map((it) => it.id);
  for await (const tasks of endedTasks(session, id, left, only)) if (tasks.length > 0) return true;
  return false;
}

/** Failed tasks by error code, the most frequent first. */
export async function failuresOf(session: Session, { classes }: SeenRun): Promise<FailureClass[]> {
  const byCode = new Map<string, FailureClass>();
  for (const { id, phase, state, errorCode, tasks } of classes) {
    if (phase !== 'final' || !isFailure(state, errorCode)) continue;
    const code = errorCode ?? 'unknown';
    const known = byCode.get(code);
    const example = await one<{ taskId: string; message: string | null }>(
      session,
      `SELECT t.task_id AS "taskId", o.error_message AS message FROM tapehaul.outcomes o
       JOIN tapehaul.tasks t ON t.run = o.run AND t.number = o.number WHERE o.class = $1 ORDER BY o.number LIMIT 1`,
      [id],
    );
    byCode.set(code, {
      code,
      exampleTaskId: example?.taskId ?? '',
      exampleMessage: example?.message ?? '',
      ...known,
      tasks: tasks + (known?.tasks ?? 0),
    });
  }
  return [...byCode.values()].sort((a, b) => b.tasks - a.tasks);
}

function runState(state: string, at: number): StateRecord {
  return { state, at, attempt: 0, errorCode: null, errorMessage: null };
}
