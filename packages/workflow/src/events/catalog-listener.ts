import type { Catalog, TaskChange } from '@tapehaul/catalog';
import { isFinal, type Listener, phaseOf, type RunEvent, type TaskEvent } from '@tapehaul/orchestrator';

/** What a task's output says of what it brought. */
export type Brought = Pick<TaskChange, 'bytes' | 'engine'>;

/**
 * Records the tasks, states and log lines of a run. The first state and the last one of the run itself are
 * recorded with its start and its end.
 */
export function catalogListener(catalog: Catalog, broughtBy: (output: unknown) => Brought): Listener {
  let runState = 'Running';
  const recordRun = ({ runId, state, at, traceparent }: RunEvent): void => {
    if (traceparent !== undefined) catalog.recordTrace(runId, traceparent);
    if (isFinal(state) || state === runState) return;
    runState = state;
    catalog.recordRun(runId, state, at);
  };
  return (event) => {
    if (event.kind === 'task') catalog.recordTask(changeOf(event, broughtBy(event.output)));
    else if (event.kind === 'run') unlessItFails(() => recordRun(event));
    else unlessItFails(() => catalog.recordLog(event));
  };
}

function changeOf(event: TaskEvent, brought: Brought): TaskChange {
  const { runId, taskId, task: name, state, attempt, at, error, retryAt } = event;
  return {
    runId,
    taskId,
    name,
    state,
    phase: phaseOf(state),
    attempt,
    at,
    ...brought,
    ...(error === undefined ? {} : { errorCode: error.code, errorMessage: error.message }),
    ...(retryAt === undefined ? {} : { retryAt }),
  };
}

/** The row is kept and written later; whoever records the next task hears what is wrong with the catalog. */
function unlessItFails(record: () => void): void {
  try {
    record();
  } catch {
    // Told by recordTask.
  }
}
