import type { Listener } from '../events.ts';
import type { Flow, FlowRun, RunHandle, RunOptions } from '../flow/flow-types.ts';
import { newRunId } from '../run/run-id.ts';
import { errorOf } from '../task/error-of.ts';
import { ChildRuns } from './child-runs.ts';
import { recordListener } from './record-listener.ts';
import type { ControlRequest, RunStore } from './run-store.ts';

/** How a run is recorded. */
export interface RecordedRunOptions extends RunOptions {
  /** The request of the run, as JSON-able data; the input by default. */
  readonly parameters?: unknown;
  readonly tags?: readonly string[];
}

/**
 * Runs a flow and records it: its start, each state of its tasks and of its child runs, its log, and its end with counts
 * and error. Another process may cancel, pause and resume it through the record. Resolves as the flow does. Rejects with
 * what the store throws when the run cannot be recorded: nothing runs then, or what runs is stopped.
 */
export async function recordedRun<Input, Output>(
  store: RunStore,
  flow: Flow<Input, Output>,
  input: Input,
  { parameters = input, tags = [], ...options }: RecordedRunOptions = {},
): Promise<FlowRun<Output>> {
  const { runId = newRunId(), listeners = [] } = options;
  let handle: RunHandle<Output> | undefined;
  /** Requests that come before the flow has started. */
  const early: ControlRequest[] = [];
  const onRequest = (request: ControlRequest): void => {
    if (handle === undefined) early.push(request);
    else handle[request]();
  };
  const children = new ChildRuns(store, () => onRequest('cancel'));
  const own = recordListener(store, () => ({}));
  const record: Listener = (event) => (event.runId === runId ? own : children.record)(event);
  await store.startRun({ runId, flow: flow.flowName, parameters, tags }, { onRequest });
  try {
    handle = flow.start(input, { ...options, runId, listeners: [...listeners, record] });
    for (const request of early) handle[request]();
    const run = await handle.result;
    await children.settled();
    store.endRun(runId, run.state, { counts: run.counts, error: run.error?.toJSON() ?? null });
    await store.settled();
    return run;
  } catch (thrown) {
    try {
      store.endRun(runId, 'Failed', { error: errorOf(thrown).toJSON() });
      await store.settled();
    } catch {
      // What was thrown first says why.
    }
    throw thrown;
  }
}
