import { type CodedError, redacted, visible } from '@tapehaul/errors';
import { isFinal, move, STATES, type StateName, stateAfterPause, stateOfAttempt } from '@tapehaul/states';
import type { Listener, LogLevel, RunEvent } from '../events.ts';
import type { TaskCache } from './cache.ts';
import { Gate } from './gate.ts';
import { RunSpan } from './run-span.ts';
import type { TaskCounts } from './task-counts.ts';
import { TaskLedger } from './task-ledger.ts';

/** What a run is made with. */
export interface RunSettings {
  readonly runId: string;
  readonly flow: string;
  readonly tags: readonly string[];
  readonly parentRunId: string | undefined;
  readonly signal: AbortSignal;
  readonly listeners: readonly Listener[];
  readonly cache: TaskCache | undefined;
  readonly ended: Readonly<TaskCounts>;
  readonly outer: Gate | undefined;
  /** How often the flow's body may be run again. */
  readonly retries: number;
  readonly follows: string | undefined;
}

/** One run of a flow: its state, the gate that its attempts pass, and the sum of how its tasks ended. */
export class Run {
  readonly settings: RunSettings;
  readonly gate: Gate;
  readonly span: RunSpan;
  readonly ledger: TaskLedger;
  #attempt = 0;
  #listenerFault: { readonly thrown: unknown } | undefined;
  /** Why and until when the next attempt of the body is waited for; undefined while one is made. */
  #retry: { readonly error: CodedError; readonly retryAt: number } | undefined;
  #state: StateName = 'Scheduled';

  constructor(settings: RunSettings) {
    this.settings = settings;
    this.ledger = new TaskLedger(settings.ended, settings.retries > 0);
    this.span = new RunSpan(settings.flow, settings);
    this.gate = new Gate(settings.outer);
  }

  get state(): StateName {
    return this.#state;
  }

  /** Number of the attempt of the flow's body, 1 for the first; 0 before it. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Reports to all listeners, and counts the ends of tasks. Throws what a listener throws. */
  readonly emit: Listener = (event) => {
    if (event.kind === 'task' && isFinal(event.state)) {
      this.ledger.ended(event.task, event.taskId, event.state, this.#attempt);
    }
    try {
      for (const listener of this.settings.listeners) listener(event);
    } catch (thrown) {
      this.#listenerFault = { thrown };
      throw thrown;
    }
  };

  /** Whether that was thrown by a listener: no retry makes up for the event that it lost. */
  isFromListener(thrown: unknown): boolean {
    return this.#listenerFault !== undefined && this.#listenerFault.thrown === thrown;
  }

  /** Enters a state and reports it. Throws a TapehaulError `illegal_move` when the table does not allow it. */
  enter(
    state: StateName,
    more: Pick<RunEvent, 'error' | 'retryAt' | 'parameters' | 'traceparent'> = {},
  ): StateName {
    this.#state = move(this.#state, state);
    const { runId, flow, parentRunId, tags } = this.settings;
    const parent = parentRunId === undefined ? {} : { parentRunId };
    if (isFinal(state)) this.span.end(state, this.ledger.counts, more.error);
    this.emit({
      kind: 'run',
      runId,
      flow,
      ...parent,
      tags,
      state,
      at: Date.now(),
      attempt: this.attempt,
      ...more,
    });
    return state;
  }

  /** Enters the next attempt of the flow's body, the first one with the parameters of the flow. */
  begin(parameters: unknown): void {
    this.#attempt += 1;
    this.#retry = undefined;
    const { traceparent } = this.span;
    const identity = traceparent === undefined ? {} : { traceparent };
    this.enter(stateOfAttempt(this.#attempt), this.#attempt === 1 ? { parameters, ...identity } : {});
  }

  /** Says something in the name of the flow. */
  readonly log = (level: LogLevel, message: string): void => {
    const { runId } = this.settings;
    const about = { task: null, taskId: null, attempt: this.attempt };
    const line = { at: Date.now(), level, message: visible(redacted(message)), ...this.span.ids };
    this.emit({ kind: 'log', runId, ...about, ...line });
  };

  /** Enters the wait before the next attempt of the flow's body; in a run that is held, that is reported again. */
  awaitRetry(error: CodedError, milliseconds: number): void {
    this.#retry = { error, retryAt: Date.now() + milliseconds };
    this.enter('AwaitingRetry', this.#retry);
    if (this.gate.closed) this.#hold();
  }

  /** Lets no attempt begin until {@link Run.resume}; those in progress continue. */
  pause(): void {
    if (this.gate.close()) this.#hold();
  }

  /** Lets attempts begin again. */
  resume(): void {
    if (this.gate.open()) this.#continue();
  }

  #hold(): void {
    if (STATES[this.#state] === 'RUNNING' || this.#state === 'AwaitingRetry') this.enter('Paused');
  }

  #continue(): void {
    if (this.#state !== 'Paused') return;
    this.enter(stateAfterPause(this.#attempt, this.#retry !== undefined), this.#retry ?? {});
  }
}
