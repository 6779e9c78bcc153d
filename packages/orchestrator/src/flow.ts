import { asTapehaulError, stoppedBy, type TapehaulError } from '@tapehaul/errors';
import { attempt, cancel, type RunContext, type TaskRun } from './attempts.ts';
import type { Listener } from './events.ts';
import { newRunId } from './run-id.ts';
import type { StateName } from './states.ts';
import type { Task, TaskResult } from './task.ts';
import { WorkQueue } from './work-queue.ts';

/** How many tasks are worked on at once, and what they are called. */
export interface EachOptions<Input> {
  /** Tasks at once; a task that waits for its retry does not count. */
  readonly concurrency: number;
  /** Name of the task within its run; its number by default. */
  readonly id?: (input: Input) => string;
}

/** What a flow's body gets beside its input. */
export interface FlowContext {
  readonly runId: string;
  readonly signal: AbortSignal;
  /** Runs one task. Resolves with its output; rejects with its error once its retries are used up. */
  call<Input, Output>(definition: Task<Input, Output>, input: Input): Promise<Output>;
  /**
   * Runs a task for each input, reading the inputs only as there is room, and tells of each end. Resolves
   * when all have ended; rejects when the run is stopped. A failed task stops nothing; what `onSettled`
   * throws stops everything.
   */
  each<Input, Output>(
    definition: Task<Input, Output>,
    inputs: Iterable<Input> | AsyncIterable<Input>,
    options: EachOptions<Input>,
    onSettled: (result: TaskResult<Input, Output>) => void,
  ): Promise<void>;
}

/** Rules of a flow. */
export interface FlowOptions<Output> {
  /** Name of the run's final state for an output; `Completed` by default. */
  readonly completedAs?: (output: Output) => StateName;
}

/** How a run is started. */
export interface RunOptions {
  readonly runId?: string;
  readonly signal?: AbortSignal;
  readonly listeners?: readonly Listener[];
}

/** How a run ended. */
export type FlowRun<Output> = { readonly runId: string; readonly state: StateName } & (
  | { readonly output: Output; readonly error?: never }
  | { readonly output?: never; readonly error: TapehaulError }
);

/** A flow: call it with its input; it never rejects for what its body does. */
export type Flow<Input, Output> = ((input: Input, options?: RunOptions) => Promise<FlowRun<Output>>) & {
  readonly flowName: string;
};

/** Defines a flow: a function that runs tasks, and whose run has a state of its own. */
export function flow<Input, Output>(
  name: string,
  options: FlowOptions<Output>,
  body: (input: Input, context: FlowContext) => Promise<Output>,
): Flow<Input, Output> {
  const start = async (input: Input, run: RunOptions = {}): Promise<FlowRun<Output>> => {
    const { runId = newRunId(), signal = new AbortController().signal, listeners = [] } = run;
    const emit: Listener = (event) => {
      for (const listener of listeners) listener(event);
    };
    const enter = (state: StateName, error?: TapehaulError): StateName => {
      emit({
        kind: 'run',
        runId,
        flow: name,
        state,
        at: Date.now(),
        ...(error === undefined ? {} : { error }),
      });
      return state;
    };
    enter('Running');
    try {
      const output = await body(input, contextOf({ runId, signal, emit }));
      return { runId, output, state: enter(options.completedAs?.(output) ?? 'Completed') };
    } catch (thrown) {
      const error = signal.aborted ? stoppedBy(signal) : asTapehaulError(thrown);
      return { runId, error, state: enter(signal.aborted ? 'Cancelled' : 'Failed', error) };
    }
  };
  return Object.assign(start, { flowName: name });
}

function contextOf(run: RunContext): FlowContext {
  return {
    runId: run.runId,
    signal: run.signal,
    call: (definition, input) => call(run, definition, input),
    each: (definition, inputs, options, onSettled) => each(run, definition, inputs, options, onSettled),
  };
}

async function call<Input, Output>(
  context: RunContext,
  definition: Task<Input, Output>,
  input: Input,
): Promise<Output> {
  const results: TaskResult<Input, Output>[] = [];
  const options = { concurrency: 1, id: () => definition.name };
  await each(context, definition, [input], options, (result) => results.push(result));
  const [result] = results;
  if (result === undefined) throw stoppedBy(context.signal);
  if (result.error !== undefined) throw result.error;
  return result.output;
}

async function each<Input, Output>(
  run: RunContext,
  definition: Task<Input, Output>,
  inputs: Iterable<Input> | AsyncIterable<Input>,
  options: EachOptions<Input>,
  onSettled: (result: TaskResult<Input, Output>) => void,
): Promise<void> {
  if (!(options.concurrency >= 1))
    throw new RangeError(`concurrency must be at least 1, not ${options.concurrency}`);
  const queue = new WorkQueue(taskRuns(inputs, options.id));
  // What a listener or `onSettled` throws stops all tasks of this call, and is thrown once they have ended.
  const failed = new AbortController();
  const context: RunContext = { ...run, signal: AbortSignal.any([run.signal, failed.signal]) };
  const guard = async (part: () => void | Promise<void>): Promise<void> => {
    try {
      await part();
    } catch (error) {
      failed.abort(error);
    }
  };
  const work = async (): Promise<void> => {
    for (let taskRun = await queue.next(); taskRun !== undefined; taskRun = await queue.next()) {
      const step = await attempt(definition, taskRun, context).catch((error: unknown) => {
        queue.done();
        throw error;
      });
      if (step.kind === 'wait' && !context.signal.aborted) {
        queue.later(taskRun, step.milliseconds);
        continue;
      }
      queue.done();
      onSettled(step.kind === 'settled' ? step.result : cancel(definition, taskRun, context));
    }
  };
  const stopped = new Promise<void>((resolve) => {
    const stop = (): void => {
      for (const taskRun of queue.stop()) onSettled(cancel(definition, taskRun, context));
    };
    const onAbort = (): void => resolve(guard(stop));
    context.signal.addEventListener('abort', onAbort, { once: true });
    if (context.signal.aborted) onAbort();
  });
  await Promise.all(Array.from({ length: options.concurrency }, () => guard(work)));
  if (context.signal.aborted) await stopped;
  if (failed.signal.aborted) throw failed.signal.reason;
  if (run.signal.aborted) throw stoppedBy(run.signal);
}

async function* taskRuns<Input>(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  id: ((input: Input) => string) | undefined,
): AsyncGenerator<TaskRun<Input>> {
  let number = 0;
  for await (const input of inputs) {
    number += 1;
    yield { taskId: id?.(input) ?? String(number), input, state: 'Scheduled', attempts: 0 };
  }
}
