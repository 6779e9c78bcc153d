import { context } from '@opentelemetry/api';
import { type CodedError, checkNodeVersion, timerTime } from '@tapehaul/errors';
import type { StateName } from '@tapehaul/states';
import { Run } from '../run/run.ts';
import { newRunId } from '../run/run-id.ts';
import { errorOf, stopReason } from '../task/error-of.ts';
import { type RetryDelay, waitBefore } from '../task/retry.ts';
import { timedOut } from '../task/timed-out.ts';
import { contextOf, type FlowContext } from './context.ts';
import type { Flow, FlowRun, Parent, RunHandle, RunOptions } from './flow-types.ts';

/** Rules of a flow. */
export interface FlowOptions<Input> {
  /** How often the body is run again after an error that is not marked as beyond retry; 0 by default. */
  readonly retries?: number;
  /** Wait before that, in seconds; 0 by default. */
  readonly retryDelaySeconds?: RetryDelay;
  /** Longest time for the run, waits and further attempts included, in seconds; then it is cancelled with `timed_out`. */
  readonly timeoutSeconds?: number;
  /**
   * Whether an error is worth a further attempt of the body; by default every error but one whose `retry` is
   * `never`, as {@link noRetry} makes it.
   */
  readonly retryOn?: (error: CodedError) => boolean;
  /** Tasks at once where a call of {@link FlowContext.map} does not say; 16 by default. */
  readonly concurrency?: number;
  readonly tags?: readonly string[];
  /** What listeners receive of the input, as JSON-able data; nothing by default. */
  readonly parameters?: (input: Input) => unknown;
}

/**
 * Defines a flow: a function that runs tasks, and whose run has a state of its own. Throws a TapehaulError
 * `config_invalid` under a Node that is too old.
 */
export function flow<Input, Output>(
  name: string,
  options: FlowOptions<Input>,
  body: (input: Input, context: FlowContext) => Promise<Output>,
): Flow<Input, Output> {
  checkNodeVersion('flow');
  const start = (input: Input, given: RunOptions = {}, parent?: Parent): RunHandle<Output> => {
    const stop = new AbortController();
    const signal = given.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, given.signal]);
    const run = new Run({
      runId: given.runId ?? newRunId(),
      flow: name,
      tags: options.tags ?? [],
      parentRunId: parent?.runId,
      signal,
      listeners: given.listeners ?? [],
      cache: given.cache,
      ended: given.ended ?? {},
      outer: parent?.gate,
      retries: options.retries ?? 0,
      follows: given.follows,
    });
    const { timeoutSeconds } = options;
    const late = (): void => stop.abort(timedOut(name, timeoutSeconds ?? 0));
    const timer =
      timeoutSeconds === undefined ? undefined : setTimeout(late, timerTime(timeoutSeconds * 1_000));
    const result = execute(run, options, input, (context) => body(input, context));
    return {
      runId: run.settings.runId,
      result: result.finally(() => clearTimeout(timer)),
      pause: () => run.pause(),
      resume: () => run.resume(),
      cancel: (reason) => stop.abort(reason),
    };
  };
  const definition = (input: Input, given?: RunOptions): Promise<FlowRun<Output>> =>
    start(input, given).result;
  return Object.assign(definition, { flowName: name, start });
}

async function execute<Input, Output>(
  run: Run,
  options: FlowOptions<Input>,
  input: Input,
  body: (context: FlowContext) => Promise<Output>,
): Promise<FlowRun<Output>> {
  const { runId, signal } = run.settings;
  const flowContext = contextOf(run, options.concurrency ?? 16);
  const end = (state: StateName, error: CodedError): FlowRun<Output> => {
    return { runId, counts: run.ledger.counts, error, state: run.enter(state, { error }) };
  };
  let deaf: { readonly thrown: unknown } | undefined;
  const onAbort = (): void => {
    if (run.state === 'Scheduled' || run.state === 'AwaitingRetry' || run.state === 'Paused') return;
    try {
      run.enter('Cancelling');
    } catch (thrown) {
      // No caller receives what is thrown here; the run stops anyway and ends with that.
      deaf = { thrown };
    }
  };
  for (;;) {
    run.begin(options.parameters?.(input));
    signal.addEventListener('abort', onAbort, { once: true });
    let output: Output;
    try {
      // The caller has the handle in hand before the body begins.
      await Promise.resolve();
      if (signal.aborted) throw stopReason(signal);
      output = await context.with(run.span.context, () => body(flowContext));
    } catch (thrown) {
      signal.removeEventListener('abort', onAbort);
      if (deaf !== undefined) return end('Failed', errorOf(deaf.thrown));
      if (signal.aborted) return end('Cancelled', stopReason(signal));
      const error = errorOf(thrown);
      const worth = options.retryOn?.(error) ?? error.retry !== 'never';
      if (!worth || run.isFromListener(thrown) || run.attempt > run.settings.retries) {
        if (run.state === 'Paused') run.resume();
        return end('Failed', error);
      }
      const milliseconds = waitBefore(options.retryDelaySeconds ?? 0, run.attempt, error);
      run.span.retry(error, milliseconds);
      run.awaitRetry(error, milliseconds);
      await wait(milliseconds, signal);
      await run.gate.passed(signal).catch(() => {});
      if (signal.aborted) return end('Cancelled', stopReason(signal));
      continue;
    }
    signal.removeEventListener('abort', onAbort);
    if (deaf !== undefined) return end('Failed', errorOf(deaf.thrown));
    if (run.state === 'Paused') run.resume();
    return { runId, counts: run.ledger.counts, output, state: run.enter(run.ledger.outcome) };
  }
}

/** Resolves after a time, or when the signal comes first. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
