import { context } from '@opentelemetry/api';
import { BatchSpans } from '../run/batch-spans.ts';
import type { Run } from '../run/run.ts';
import { TaskRun } from '../task/attempts.ts';
import { stopReason } from '../task/error-of.ts';
import type { Task, TaskResult } from '../task/task.ts';
import { WorkQueue } from './work-queue.ts';

/** How many tasks are worked on at once, and what they are called. */
export interface EachOptions<Input> {
  /** Tasks at once; a task that waits for its retry does not count. */
  readonly concurrency: number;
  /**
   * Name of the task within its run. By default its number among the tasks of its name; in a further attempt of the
   * flow's body, the id that a failed task for an equal input had before.
   */
  readonly id?: (input: Input) => string;
}

/** Inputs of tasks, read as there is room. */
export type Inputs<Input> = Iterable<Input> | AsyncIterable<Input>;

/** Receives how a task ended, and the place of its input among all, 0 for the first. */
export type SettledListener<Input, Output> = (result: TaskResult<Input, Output>, place: number) => void;

/**
 * Runs a task for each input and reports each end. Resolves when all have ended; rejects when the run is
 * stopped. Where it is one step of a flow, and not one of many tasks, its span is always kept. What a listener or
 * `onSettled` throws stops all tasks of this call, and is thrown once they ended.
 */
export async function each<Input, Output>(
  run: Run,
  definition: Task<Input, Output>,
  inputs: Inputs<Input>,
  options: EachOptions<Input>,
  onSettled: SettledListener<Input, Output>,
  isOneOfMany = true,
): Promise<void> {
  const { concurrency } = options;
  if (!(concurrency >= 1)) throw new RangeError(`concurrency must be at least 1, not ${concurrency}`);
  const { signal: stopped } = run.settings;
  const failed = new AbortController();
  const signal = AbortSignal.any([stopped, failed.signal]);
  const batches = isOneOfMany ? new BatchSpans(run.settings.runId) : undefined;
  const queue = new WorkQueue(taskRuns(run, definition, inputs, options, signal, batches));
  const guard = async (part: () => void | Promise<void>): Promise<void> => {
    try {
      await part();
    } catch (error) {
      failed.abort(error);
    }
  };
  const settle = (taskRun: TaskRun<Input, Output>, result: TaskResult<Input, Output>): void => {
    taskRun.at.ended();
    onSettled(result, taskRun.at.place);
  };
  const work = async (): Promise<void> => {
    for (let taskRun = await queue.next(); taskRun !== undefined; taskRun = await queue.next()) {
      const step = await taskRun.attempt().catch((error: unknown) => {
        queue.done();
        throw error;
      });
      if (step.kind === 'wait' && !signal.aborted) {
        queue.later(taskRun, step.milliseconds);
        continue;
      }
      queue.done();
      settle(taskRun, step.kind === 'settled' ? step.result : taskRun.cancel());
    }
  };
  const ended = new Promise<void>((resolve) => {
    const stop = (): void => {
      // All are cancelled before any is reported: what `onSettled` throws for one does not stop the end of another.
      const cancelled = queue.stop().map((taskRun) => ({ taskRun, result: taskRun.cancel() }));
      for (const { taskRun, result } of cancelled) settle(taskRun, result);
    };
    const onAbort = (): void => resolve(guard(stop));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  await Promise.all(Array.from({ length: concurrency }, () => guard(work)));
  if (signal.aborted) await ended;
  batches?.end();
  if (failed.signal.aborted) throw failed.signal.reason;
  if (stopped.aborted) throw stopReason(stopped);
}

async function* taskRuns<Input, Output>(
  run: Run,
  definition: Task<Input, Output>,
  inputs: Inputs<Input>,
  { id }: EachOptions<Input>,
  signal: AbortSignal,
  batches: BatchSpans | undefined,
): AsyncGenerator<TaskRun<Input, Output>> {
  const here = context.active();
  let place = 0;
  for await (const input of inputs) {
    const taskId =
      id?.(input) ?? run.ledger.idFor(definition.name, input, batches !== undefined, run.attempt);
    const { context: spans, ended } = batches?.next() ?? { context: here, ended: () => {} };
    const isOneOfMany = batches !== undefined;
    yield new TaskRun<Input, Output>(definition, run, signal, {
      taskId,
      input,
      place,
      spans,
      ended,
      isUnnamed: id === undefined,
      isOneOfMany,
    });
    place += 1;
  }
}
