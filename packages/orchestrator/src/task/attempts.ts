import type { Context } from '@opentelemetry/api';
import { type CodedError, redacted, timerTime, visible } from '@tapehaul/errors';
import { isFailed, isFinal, move, type StateName, stateOfAttempt, stateOfFailure } from '@tapehaul/states';
import type { Log, TaskEvent } from '../events.ts';
import type { Run } from '../run/run.ts';
import { errorOf, stopReason } from './error-of.ts';
import { waitBefore } from './retry.ts';
import type { Task, TaskResult } from './task.ts';
import { TaskSpan } from './task-span.ts';
import { timedOut } from './timed-out.ts';

/** What an attempt led to: the end of the task, or a wait in milliseconds before the next attempt. */
export type AttemptEnd<Input, Output> =
  | { readonly kind: 'settled'; readonly result: TaskResult<Input, Output> }
  | { readonly kind: 'wait'; readonly milliseconds: number };

/** Which task of a run it is, and where it belongs. */
export interface TaskPlace<Input> {
  readonly taskId: string;
  readonly input: Input;
  /** Place of its input among those of its call, 0 for the first. */
  readonly place: number;
  /** Span that it is under. */
  readonly spans: Context;
  /** Its id was made here, and not given by its caller. */
  readonly isUnnamed: boolean;
  /** One of many tasks of a call, and not a step of the flow. */
  readonly isOneOfMany: boolean;
  /** To be called once it has ended. */
  readonly ended: () => void;
}

/** One task of a run, and where it stands. */
export class TaskRun<Input, Output> {
  readonly #definition: Task<Input, Output>;
  readonly #run: Run;
  readonly #signal: AbortSignal;
  readonly at: TaskPlace<Input>;
  #span: TaskSpan | undefined;
  #attempts = 0;
  #state: StateName = 'Scheduled';

  constructor(definition: Task<Input, Output>, run: Run, signal: AbortSignal, at: TaskPlace<Input>) {
    this.#definition = definition;
    this.#run = run;
    this.#signal = signal;
    this.at = at;
  }

  /** Makes one attempt, once the run is not paused and a slot is free. Rejects only with what a listener throws. */
  async attempt(): Promise<AttemptEnd<Input, Output>> {
    const { limit, options } = this.#definition;
    this.#span ??= this.#startSpan();
    if (this.#attempts === 0 && options.cacheKey !== undefined) {
      const cached = await this.#fromCache(options.cacheKey(this.at.input));
      if (cached !== undefined) return cached;
    }
    for (;;) {
      if (this.#isHeld) await this.#run.gate.passed(this.#signal).catch(() => {});
      if (limit === undefined) return this.#try();
      if (limit.full && this.#state !== 'Pending') this.#enter('Pending');
      // The run may have been paused while this waited for a slot: that is for others then.
      const step = await limit.run(async () => (this.#isHeld ? undefined : this.#try()));
      if (step !== undefined) return step;
    }
  }

  get #isHeld(): boolean {
    return this.#run.gate.closed && !this.#signal.aborted;
  }

  /** Ends a task that waits for its turn, or for a retry, because its run is stopped. */
  cancel(): TaskResult<Input, Output> {
    return this.#fail(stopReason(this.#signal));
  }

  async #try(): Promise<AttemptEnd<Input, Output>> {
    if (this.#signal.aborted) return { kind: 'settled', result: this.cancel() };
    const { options } = this.#definition;
    this.#attempts += 1;
    this.#enter(stateOfAttempt(this.#attempts));
    let output: Output;
    try {
      const made = this.#span?.attempt(this.#attempts, () => this.#body()) ?? this.#body();
      output = await made;
    } catch (thrown) {
      const error = this.#signal.aborted ? stopReason(this.#signal) : errorOf(thrown);
      return this.#after(error, this.#run.isFromListener(thrown));
    }
    this.#span?.attempted();
    const key = options.cacheKey?.(this.at.input);
    if (key !== undefined) await this.#run.settings.cache?.set(key, output);
    return this.#complete(options.completedAs?.(output) ?? 'Completed', output);
  }

  /** What follows a failed attempt. */
  #after(error: CodedError, isFromListener: boolean): AttemptEnd<Input, Output> {
    const { retryOn, retries = 0, retryDelaySeconds = 0 } = this.#definition.options;
    const worth = retryOn?.(error) ?? error.retry !== 'never';
    const isLast = !worth || isFromListener || this.#attempts > retries;
    // While the span of the attempt is open: the line names it.
    if (this.at.isOneOfMany && !this.#signal.aborted) this.#logFailure(error, isLast);
    this.#span?.attempted(error);
    if (this.#signal.aborted || isLast) {
      return { kind: 'settled', result: this.#fail(error) };
    }
    const milliseconds = waitBefore(retryDelaySeconds, this.#attempts, error);
    this.#span?.retry(error, milliseconds);
    this.#enter('AwaitingRetry', { error, retryAt: Date.now() + milliseconds });
    return { kind: 'wait', milliseconds };
  }

  async #fromCache(key: string | undefined): Promise<AttemptEnd<Input, Output> | undefined> {
    const hit = key === undefined ? undefined : await this.#run.settings.cache?.get(key);
    if (hit === undefined) return undefined;
    this.#enter('Pending');
    // The key vouches for the type: only this task, for an equal input, has put it there.
    return this.#complete('Cached', hit.output as Output);
  }

  async #body(): Promise<Output> {
    const { name, body, options } = this.#definition;
    const { timeoutSeconds } = options;
    const context = {
      runId: this.#run.settings.runId,
      taskId: this.at.taskId,
      attempt: this.#attempts,
      log: this.#log,
    };
    if (timeoutSeconds === undefined) return body(this.at.input, { ...context, signal: this.#signal });
    const late = Promise.withResolvers<never>();
    const timeout = new AbortController();
    const timer = setTimeout(
      () => {
        const error = timedOut(name, timeoutSeconds);
        timeout.abort(error);
        late.reject(error);
      },
      timerTime(timeoutSeconds * 1_000),
    );
    const signal = AbortSignal.any([this.#signal, timeout.signal]);
    try {
      return await Promise.race([body(this.at.input, { ...context, signal }), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  readonly #log: Log = (level, message) => {
    const { runId } = this.#run.settings;
    const about = { task: this.#definition.name, taskId: this.at.taskId, attempt: this.#attempts };
    const line = { at: Date.now(), level, message: visible(redacted(message)), ...this.#span?.ids };
    this.#run.emit({ kind: 'log', runId, ...about, ...line });
  };

  /** A failure that a further attempt may make good is a warning, the last one an error. */
  #logFailure({ code, message }: CodedError, isLast: boolean): void {
    const attempts = this.#attempts;
    const failed = `attempt ${attempts} failed`;
    const gaveUp = attempts === 1 ? 'failed' : `failed after ${attempts} attempts`;
    this.#log(isLast ? 'error' : 'warn', `${isLast ? gaveUp : failed} [${code}]: ${message}`);
  }

  #complete(state: StateName, output: Output): AttemptEnd<Input, Output> {
    return { kind: 'settled', result: { ...this.#ending(), state: this.#enter(state, { output }), output } };
  }

  #fail(error: CodedError): TaskResult<Input, Output> {
    const { name, options } = this.#definition;
    const isStopped = this.#signal.aborted;
    const state = stateOfFailure(isStopped, isStopped ? undefined : options.failedAs?.(error));
    const { taskId, input, isUnnamed } = this.at;
    if (isUnnamed && isFailed(state)) this.#run.ledger.remember(name, taskId, input, this.#run.attempt);
    return { ...this.#ending(), state: this.#enter(state, { error }), error };
  }

  #startSpan(): TaskSpan {
    const { name, options } = this.#definition;
    const { taskId, input, spans: parent, isOneOfMany } = this.at;
    const { runId } = this.#run.settings;
    const attributes = () => options.attributes?.(input) ?? {};
    return new TaskSpan(name, { runId, taskId, parent, isOneOfMany, attributes });
  }

  #ending(): { taskId: string; input: Input; attempts: number } {
    const { taskId, input } = this.at;
    return { taskId, input, attempts: this.#attempts };
  }

  #enter(state: StateName, more: Pick<TaskEvent, 'error' | 'output' | 'retryAt'> = {}): StateName {
    this.#state = move(this.#state, state);
    if (isFinal(state)) this.#span?.end(state, this.#attempts, more.error);
    const { name, tags } = this.#definition;
    const event: TaskEvent = {
      kind: 'task',
      runId: this.#run.settings.runId,
      task: name,
      taskId: this.at.taskId,
      tags,
      state,
      attempt: this.#attempts,
      at: Date.now(),
      ...more,
    };
    if (this.#span === undefined) this.#run.emit(event);
    else this.#span.within(() => this.#run.emit(event));
    return state;
  }
}
