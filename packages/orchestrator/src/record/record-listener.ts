import { isFinal, phaseOfState } from '@tapehaul/states';
import type { Listener, RunEvent, TaskEvent } from '../events.ts';
import type { StateStore, TaskState } from './run-store.ts';

/**
 * A listener that records the tasks, states and log lines of one run. The first state and the last one of the run itself
 * are recorded by the caller that starts and ends it, such as {@link recordedRun}. `detailsOf` gives what the output of a task adds
 * to its row.
 */
export function recordListener<Details = object>(
  store: StateStore<Details>,
  detailsOf: (output: unknown) => Details,
): Listener {
  let runState = 'Running';
  const recordRun = ({ runId, state, at, traceparent }: RunEvent): void => {
    if (traceparent !== undefined) store.recordTrace(runId, traceparent);
    if (isFinal(state) || state === runState) return;
    runState = state;
    store.recordRun(runId, state, at);
  };
  return (event) => {
    if (event.kind === 'task') store.recordTask({ ...taskStateOf(event), ...detailsOf(event.output) });
    else if (event.kind === 'run') unlessItFails(() => recordRun(event));
    else unlessItFails(() => store.recordLog(event));
  };
}

function taskStateOf({
  runId,
  taskId,
  task: name,
  state,
  attempt,
  at,
  error,
  retryAt,
}: TaskEvent): TaskState {
  return {
    runId,
    taskId,
    name,
    state,
    phase: phaseOfState(state),
    attempt,
    at,
    ...(error === undefined ? {} : { errorCode: error.code, errorMessage: error.message }),
    ...(retryAt === undefined ? {} : { retryAt }),
  };
}

/** A store keeps a row that it could not write; the next task that is recorded reports what is wrong with it. */
function unlessItFails(record: () => void): void {
  try {
    record();
  } catch {
    // Reported by recordTask.
  }
}
