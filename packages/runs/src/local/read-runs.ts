import {
  type CatalogReader,
  everyRow,
  FILE_TASK,
  FLOW_NAME,
  fileCounts,
  findRun,
  isStopped,
  type RunRecord,
  runRequest,
  settledFiles,
  TABLE_TASK,
} from '@tapehaul/workflow';
import { runPlace } from '@tapehaul/workflow/fleet';
import { figuresOf, type RunDetails, type RunView } from '../run-view.ts';

/** Files that are listed as the slowest, and how many are read to find them. */
const [SLOWEST, SLOWEST_READ] = [5, 50];

/** The newest collections of a record, the newest first. */
export async function readRuns(record: CatalogReader, directory: string, limit: number): Promise<RunView[]> {
  const { rows } = await record.runs({ flow: FLOW_NAME, limit });
  const views: RunView[] = [];
  for (const run of rows) {
    const { parameters = null, result = null } = (await record.run(run.runId)) ?? {};
    views.push(await viewOf(record, directory, { ...run, parameters, result }));
  }
  return views;
}

/** A run of a record, with what the record holds of it as a whole. Throws a TapehaulError `run_not_found`. */
export async function readDetails(
  record: CatalogReader,
  directory: string,
  runId: string | undefined,
): Promise<RunDetails> {
  const run = await findRun(record, runId);
  const view = await viewOf(record, directory, run);
  const history = await record.runHistory(run.runId);
  const failures = await record.failures(run.runId);
  const changes = await Array.fromAsync(everyRow(record.changes(run.runId)));
  // The time of a file that was stopped says nothing about the file.
  const query = { name: FILE_TASK, order: 'slowest', limit: SLOWEST_READ } as const;
  const slowest = (await record.tasks(run.runId, query)).rows
    .filter(({ attempts, state }) => attempts > 0 && !isStopped(state))
    .slice(0, SLOWEST)
    .map(({ taskId: key, durationMs }) => ({ key, seconds: (durationMs ?? 0) / 1_000 }));
  const months = Object.entries(await record.counts(run.runId, TABLE_TASK));
  const tables = Object.fromEntries(months.map(([state, { tasks }]) => [state, tasks]));
  const built = months.length === 0 ? null : { months: tables };
  const on = runPlace(run);
  const workers = await workersOfRun(record, run);
  const line = { ...view.line, on, workers, tables: built, history, failures, changes, slowest };
  return { ...view, workers, tables, history, failures, changes, slowest, line };
}

/** The workers that have batches of a run at the moment, by name; null for a run whose files no fleet does. */
export async function workersOfRun(record: CatalogReader, run: RunRecord): Promise<string[] | null> {
  if (runPlace(run) !== 'fleet') return null;
  return workersOf(record, run.runId);
}

/** Who has batches of a run: workers have the first open ones of a plan. */
async function workersOf(record: CatalogReader, runId: string): Promise<string[]> {
  const query = { name: FILE_TASK, open: true, limit: 1_000 };
  const { rows } = await record.batches(runId, query);
  return [
    ...new Set(rows.flatMap(({ holder, isHeld }) => (isHeld && holder !== null ? [holder] : []))),
  ].sort();
}

async function viewOf(record: CatalogReader, directory: string, run: RunRecord): Promise<RunView> {
  const { runId, state, resumes, traceparent } = run;
  const counts = { ...(await fileCounts(record, run)) };
  const startedAt = new Date(run.startedAt).toISOString();
  const endedAt = run.endedAt === null ? null : new Date(run.endedAt).toISOString();
  const request = runRequest(run);
  const figures = figuresOf(run.startedAt, run.endedAt, counts, settledFiles(run.result));
  const { seconds, files, settledFiles: settled_files, failed } = figures;
  const line = {
    kind: 'run',
    run_id: runId,
    state,
    started_at: startedAt,
    ended_at: endedAt,
    seconds,
    files,
    settled_files,
    failed,
    resumes,
    counts,
    request,
    traceparent,
  };
  return {
    runId,
    state,
    startedAt,
    endedAt,
    directory,
    ...figures,
    counts,
    request,
    traceparent,
    line,
  };
}
