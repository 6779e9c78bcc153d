import {
  type CatalogReader,
  FILE_TASK,
  FLOW_NAME,
  fileCounts,
  isStopped,
  type RunRecord,
  runOf,
  runRequest,
} from '@tapehaul/workflow';
import { figuresOf, type RunDetails, type RunView } from '../run-view.ts';

/** Files that are listed as the slowest, and how many are read to find them. */
const [SLOWEST, SLOWEST_READ] = [5, 50];

/** The newest collections of a record, the newest first. */
export function readRuns(record: CatalogReader, directory: string, limit: number): RunView[] {
  const { rows } = record.runs({ flow: FLOW_NAME, limit });
  return rows.map((run) => {
    return viewOf(record, directory, { ...run, parameters: record.run(run.runId)?.parameters });
  });
}

/** A run of a record, with what the record holds of it as a whole. Throws a TapehaulError `run_not_found`. */
export function readDetails(record: CatalogReader, directory: string, runId: string | undefined): RunDetails {
  const run = runOf(record, runId);
  const view = viewOf(record, directory, run);
  const history = record.runHistory(run.runId);
  const failures = record.failures(run.runId);
  const changes = Array.from(record.changes(run.runId));
  // The time of a file that was stopped says nothing about the file.
  const slowest = record
    .tasks(run.runId, { name: FILE_TASK, order: 'slowest', limit: SLOWEST_READ })
    .rows.filter(({ attempts, state }) => attempts > 0 && !isStopped(state))
    .slice(0, SLOWEST)
    .map(({ taskId: key, durationMs }) => ({ key, seconds: (durationMs ?? 0) / 1_000 }));
  const line = { ...view.line, history, failures, changes, slowest };
  return { ...view, history, failures, changes, slowest, line };
}

function viewOf(
  record: CatalogReader,
  directory: string,
  run: Omit<RunRecord, 'result' | 'parameters'> & { readonly parameters: unknown },
): RunView {
  const { runId, state, resumes, traceparent } = run;
  const counts = { ...fileCounts(record, run) };
  const startedAt = new Date(run.startedAt).toISOString();
  const endedAt = run.endedAt === null ? null : new Date(run.endedAt).toISOString();
  const request = runRequest(run);
  const { seconds, files, failed } = figuresOf(run.startedAt, run.endedAt, counts);
  const line = {
    kind: 'run',
    run_id: runId,
    state,
    started_at: startedAt,
    ended_at: endedAt,
    seconds,
    files,
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
    seconds,
    files,
    failed,
    counts,
    request,
    traceparent,
    line,
  };
}
