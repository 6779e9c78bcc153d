import { isFinal } from '@tapehaul/states';
import type { Listener } from '../events.ts';
import type { Flow, FlowRun, RunHandle, RunOptions } from '../flow/flow-types.ts';
import { newRunId } from '../run/run-id.ts';
import { errorOf } from '../task/error-of.ts';
import { recordListener } from './record-listener.ts';
import type { RunStore } from './run-store.ts';

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
  const own = { runId, flow: flow.flowName, parameters, tags };
  store.startRun(own, { onRequest: (request) => handle?.[request]() });
  try {
    handle = flow.start(input, { ...options, runId, listeners: [...listeners, runsListener(store, runId)] });
    const run = await handle.result;
    store.endRun(runId, run.state, { counts: run.counts, error: run.error?.toJSON() ?? null });
    return run;
  } catch (thrown) {
    try {
      store.endRun(runId, 'Failed', { error: errorOf(thrown).toJSON() });
    } catch {
      // What was thrown first says why.
    }
    throw thrown;
  }
}

/** Records a run and its child runs: the start and the end of those, too. */
function runsListener(store: RunStore, ownRunId: string): Listener {
  const listeners = new Map<string, Listener>();
  return (event) => {
    const { runId } = event;
    let listener = listeners.get(runId);
    if (listener === undefined) {
      listener = recordListener(store, () => ({}));
      listeners.set(runId, listener);
      if (event.kind === 'run' && runId !== ownRunId) {
        const { flow, parentRunId, tags, parameters = null } = event;
        const child = { runId, flow, tags, parameters };
        const started = parentRunId === undefined ? child : { ...child, parentRunId };
        store.startRun(started, { onRequest: () => {} });
      }
    }
    listener(event);
    if (event.kind !== 'run' || !isFinal(event.state)) return;
    listeners.delete(runId);
    if (runId !== ownRunId) store.endRun(runId, event.state, { error: event.error?.toJSON() ?? null });
  };
}
