import { redacted, type TapehaulError, visible } from '@tapehaul/errors';
import { Breaker, type BreakerOptions } from './breaker.ts';
import type { TaskCache } from './cache.ts';
import type { Listener, LogLevel, RunEvent, TaskEvent } from './events.ts';
import { Gate } from './gate.ts';
import { RunSpan } from './run-span.ts';
import { isFinal, move, STATES, type StateName } from './states.ts';
import type { TaskCounts } from './task-counts.ts';

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
  readonly breaker: BreakerOptions | undefined;
  /** How often the flow's body may be run again. */
  readonly retries: number;
  readonly follows: string | undefined;
}

/** One run of a flow: its state, the gate that its attempts pass, and the sum of how its tasks ended. */
export class Run {
  readonly settings: RunSettings;
  readonly gate: Gate;
  readonly breaker: Breaker | undefined;
  readonly span: RunSpan;
  readonly counts: TaskCounts;
  #attempt = 0;
  /** Why and until when the next attempt of the body is waited for; undefined while one is made. */
  #retry: { readonly error: TapehaulError; readonly retryAt: number } | undefined;
  /** Failures that a further attempt of the body may make good. */
  readonly #failures = new Map<string, { readonly state: StateName; readonly attempt: number }>();
  #state: StateName = 'Scheduled';

  constructor(settings: RunSettings) {
    this.settings = settings;
    this.counts = { ...settings.ended };
    this.span = new RunSpan(settings.flow, settings);
    this.gate = new Gate(settings.outer);
    if (settings.breaker === undefined) return;
    this.breaker = new Breaker(
      settings.breaker,
      this.gate,
      (error, until) => this.#hold({ error, retryAt: until }),
      () => this.#goOn(),
    );
  }

  get state(): StateName {
    return this.#state;
  }

  /** Number of the attempt of the flow's body, 1 for the first; 0 before it. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Tells all listeners, and counts the ends of tasks. */
  readonly emit: Listener = (event) => {
    if (event.kind === 'task' && isFinal(event.state)) this.#count(event);
    for (const listener of this.settings.listeners) listener(event);
  };

  /** Enters a state and tells of it. Throws a TapehaulError `illegal_move` when the table does not allow it. */
  enter(
    state: StateName,
    more: Pick<RunEvent, 'error' | 'retryAt' | 'parameters' | 'traceparent'> = {},
  ): StateName {
    this.#state = move(this.#state, state);
    const { runId, flow, parentRunId, tags } = this.settings;
    const parent = parentRunId === undefined ? {} : { parentRunId };
    if (isFinal(state)) this.span.end(state, this.counts, more.error);
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

  /** Enters the next attempt of the flow's body, the first one with what the flow was asked to do. */
  begin(parameters: unknown): void {
    this.#attempt += 1;
    this.#retry = undefined;
    const { traceparent } = this.span;
    const identity = traceparent === undefined ? {} : { traceparent };
    if (this.#attempt === 1) this.enter('Running', { parameters, ...identity });
    else this.enter('Retrying');
  }

  /** Says something in the name of the flow. */
  readonly log = (level: LogLevel, message: string): void => {
    const { runId } = this.settings;
    const about = { task: null, taskId: null, attempt: this.attempt };
    const said = { at: Date.now(), level, message: visible(redacted(message)), ...this.span.ids };
    this.emit({ kind: 'log', runId, ...about, ...said });
  };

  /** Enters the wait before the next attempt of the flow's body; in a run that is held, that is told again. */
  awaitRetry(error: TapehaulError, milliseconds: number): void {
    this.#retry = { error, retryAt: Date.now() + milliseconds };
    this.enter('AwaitingRetry', this.#retry);
    if (this.gate.closed) this.#hold();
  }

  /** Lets no attempt begin until {@link Run.resume}, whatever the breaker says; those under way go on. */
  pause(): void {
    if (this.gate.close('asked')) this.#hold();
  }

  /** Goes on, also where the breaker would wait longer. */
  resume(): void {
    if (this.gate.openAll()) this.#goOn();
  }

  /**
   * The state that a run ends in whose body came to its end: with gaps when any of its tasks failed, whatever
   * the body made of that.
   */
  outcome(): StateName {
    const failed = Object.entries(this.counts).some(([name, count]) => {
      return count > 0 && STATES[name as StateName] === 'FAILED';
    });
    return failed ? 'CompletedWithGaps' : 'Completed';
  }

  #count({ task, taskId, state }: TaskEvent): void {
    const id = `${task}\n${taskId}`;
    const former = this.#failures.get(id);
    if (former !== undefined && former.attempt < this.#attempt) {
      this.counts[former.state] = (this.counts[former.state] ?? 0) - 1;
      this.#failures.delete(id);
    }
    this.counts[state] = (this.counts[state] ?? 0) + 1;
    if (this.settings.retries > 0 && STATES[state] === 'FAILED') {
      this.#failures.set(id, { state, attempt: this.#attempt });
    }
  }

  #hold(more: { error?: TapehaulError; retryAt?: number } = {}): void {
    if (STATES[this.#state] === 'RUNNING' || this.#state === 'AwaitingRetry') this.enter('Paused', more);
  }

  #goOn(): void {
    if (this.#state !== 'Paused') return;
    if (this.#retry !== undefined) this.enter('AwaitingRetry', this.#retry);
    else this.enter(this.#attempt > 1 ? 'Retrying' : 'Running');
  }
}
