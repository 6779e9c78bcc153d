import type { paths } from '@tapehaul/client';
import { figuresOf, type RunDetails, type RunView } from '../run-view.ts';

type Answer<Path extends '/v1/runs' | '/v1/runs/{run}'> =
  paths[Path]['get']['responses'][200]['content']['application/json'];

/** A run as a service lists it. */
export type ListedRun = Answer<'/v1/runs'>['rows'][number];
/** A run as a service shows it. */
type ShownRun = Answer<'/v1/runs/{run}'>;

/** A run that a service lists. */
export function viewOf(run: ListedRun): RunView {
  const { run_id, state, output_directory, started_at, ended_at, files: counts, request } = run;
  return {
    runId: run_id,
    state,
    directory: output_directory,
    startedAt: started_at,
    endedAt: ended_at,
    ...figuresOf(timeOf(started_at), timeOf(ended_at), counts, run.settled_files ?? null),
    counts,
    request: request ?? null,
    traceparent: null,
    line: { kind: 'run', ...run },
  };
}

/** A run that a service shows. */
export function detailsOf(run: ShownRun): RunDetails {
  const { history, failures, changes } = run;
  return {
    ...viewOf(run),
    tables: run.tables?.months ?? {},
    // A service of an older release does not say.
    workers: run.workers ?? null,
    history,
    failures: failures.map(({ code, tasks, example_message }) => ({
      code,
      tasks,
      exampleMessage: example_message,
    })),
    slowest: [],
    changes,
  };
}

function timeOf(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}
