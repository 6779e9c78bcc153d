import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';
import type { TaskEvent } from './events.ts';
import { waitBefore } from './retry.ts';
import { move, type StateName } from './states.ts';
import type { Task, TaskResult } from './task.ts';

/** What an attempt led to: the end of the task, or a wait in milliseconds before the next attempt. */
export type Step<Input, Output> =
  | { readonly kind: 'settled'; readonly result: TaskResult<Input, Output> }
  | { readonly kind: 'wait'; readonly milliseconds: number };

/** Where a task run stands. */
export interface TaskRun<Input> {
  readonly taskId: string;
  readonly input: Input;
  state: StateName;
  attempts: number;
}

/** What attempts need of their run. */
export interface RunContext {
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly emit: (event: TaskEvent) => void;
}

/** Makes one attempt of a task and moves its state accordingly. Rejects only with what a listener throws. */
export async function attempt<Input, Output>(
  definition: Task<Input, Output>,
  run: TaskRun<Input>,
  context: RunContext,
): Promise<Step<Input, Output>> {
  const { options } = definition;
  run.attempts += 1;
  enter(definition, run, context, run.attempts === 1 ? 'Running' : 'Retrying');
  const ending = await limited(definition, run, context).then(
    (output) => ({ output }),
    (thrown: unknown) => ({
      error: context.signal.aborted ? stoppedBy(context.signal) : asTapehaulError(thrown),
    }),
  );
  if ('output' in ending) {
    const { output } = ending;
    const state = enter(definition, run, context, options.completedAs?.(output) ?? 'Completed', { output });
    return { kind: 'settled', result: { ...ended(run), state, output } };
  }
  const { error } = ending;
  const worth = options.retryOn?.(error) ?? error.retry !== 'never';
  if (context.signal.aborted || !worth || run.attempts > (options.retries ?? 0)) {
    return { kind: 'settled', result: fail(definition, run, context, error) };
  }
  const milliseconds = waitBefore(options.retryDelaySeconds ?? 0, run.attempts, error);
  enter(definition, run, context, 'AwaitingRetry', { error, retryAt: Date.now() + milliseconds });
  return { kind: 'wait', milliseconds };
}

/** Ends a task that waits for its turn, or for a retry, because its run is stopped. */
export function cancel<Input, Output>(
  definition: Task<Input, Output>,
  run: TaskRun<Input>,
  context: RunContext,
): TaskResult<Input, Output> {
  return fail(definition, run, context, stoppedBy(context.signal));
}

function fail<Input, Output>(
  definition: Task<Input, Output>,
  run: TaskRun<Input>,
  context: RunContext,
  error: TapehaulError,
): TaskResult<Input, Output> {
  const name = context.signal.aborted ? 'Cancelled' : (definition.options.failedAs?.(error) ?? 'Failed');
  return { ...ended(run), state: enter(definition, run, context, name, { error }), error };
}

async function limited<Input, Output>(
  definition: Task<Input, Output>,
  run: TaskRun<Input>,
  { runId, signal }: RunContext,
): Promise<Output> {
  if (signal.aborted) throw stoppedBy(signal);
  const { timeoutSeconds } = definition.options;
  const context = { runId, taskId: run.taskId, attempt: run.attempts };
  if (timeoutSeconds === undefined) return definition.body(run.input, { ...context, signal });
  const timeout = AbortSignal.timeout(timeoutSeconds * 1_000);
  const late = Promise.withResolvers<never>();
  timeout.addEventListener('abort', () => late.reject(timedOut(definition.name, timeoutSeconds)), {
    once: true,
  });
  const body = definition.body(run.input, { ...context, signal: AbortSignal.any([signal, timeout]) });
  return Promise.race([body, late.promise]);
}

function enter<Input, Output>(
  definition: Task<Input, Output>,
  run: TaskRun<Input>,
  context: RunContext,
  state: StateName,
  more: Pick<TaskEvent, 'error' | 'output' | 'retryAt'> = {},
): StateName {
  run.state = move(run.state, state);
  const { taskId, attempts } = run;
  const at = Date.now();
  context.emit({
    kind: 'task',
    runId: context.runId,
    task: definition.name,
    taskId,
    state,
    attempt: attempts,
    at,
    ...more,
  });
  return state;
}

function ended<Input>({
  taskId,
  input,
  attempts,
}: TaskRun<Input>): Pick<TaskResult<Input, never>, 'taskId' | 'attempts'> & { input: Input } {
  return { taskId, input, attempts };
}

function timedOut(name: string, seconds: number): TapehaulError {
  return new TapehaulError('timed_out', `${name} took longer than ${seconds} s`, {
    facts: { task: name, seconds },
  });
}
