import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import { isFinal } from '@tapehaul/states';
import { FlowRun, isCancelled, type NewFlowRun } from '../api/flow-run.ts';
import type { PrefectClient, RequestOptions } from '../api/prefect-client.ts';
import type { PrefectState } from '../api/prefect-state.ts';
import { Alarm } from './alarm.ts';
import type { BoundedQueue } from './bounded-queue.ts';
import type { SenderOptions, Sent } from './sender-options.ts';
import type { Timing } from './timing.ts';

/** Most entries of one request; the server takes 4 MB. */
const MOST_AT_ONCE = 200;
/** Failed requests after which the end of a run gives up. */
const TRIES_AT_END = 5;
/** What is done with a request without an answer: sent again where that does no harm, else given up. */
const AGAIN = 'again';
const ONCE = 'once';

/**
 * Sends what is in an outbox, each kind in order and one request of it at a time, and repeats after errors that may pass. Nobody waits for it
 * but {@link Sender.end}. It keeps no process alive.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #alarm = new Alarm();
  readonly #abandoned = new AbortController();
  readonly sent: Sent = { states: 0, logs: 0 };
  #run: NewFlowRun | undefined;
  #flowRun: FlowRun | undefined;
  #working: Promise<void> | undefined;
  /** The states of the run that are being sent: only one call at a time sends them, so that they keep their order. */
  #stating: Promise<void> | undefined;
  #failures = 0;
  #checkAt = 0;
  #isEnding = false;
  /** Failed requests that the end still bears. */
  #triesLeft = TRIES_AT_END;
  #hasCancelled = false;
  #error: TapehaulError | undefined;
  /** Why the server has refused the content of a request. */
  #refused: TapehaulError | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Why the latest request failed that was not made good. */
  get error(): TapehaulError | undefined {
    return this.#error ?? this.#refused;
  }

  /** Begins to send for a run. */
  begin(run: NewFlowRun): void {
    if (this.#run !== undefined) return;
    this.#run = run;
    this.#working = this.#work();
  }

  /** Sends the rest, for that many milliseconds at most, and ends. What is left then was not sent. Never rejects. */
  async end(longestMs: number = this.#options.timing.endMs): Promise<void> {
    if (this.#working === undefined) return;
    this.#isEnding = true;
    // A run does not wait for a server that is down: one more try shows whether it still is.
    if (this.#failures > 1) this.#triesLeft = 1;
    this.#alarm.ring();
    // The final state does not wait for requests in progress; if sending it fails, the next round sends it.
    if (this.#flowRun !== undefined) this.#sendRunStates(this.#flowRun).catch(() => undefined);
    const limit = setTimeout(() => this.#abandoned.abort(), longestMs);
    await this.#working;
    clearTimeout(limit);
    if (!this.#options.outbox.isEmpty) this.#error ??= tooSlow(longestMs);
    // Its first state went with what creates it.
    if (this.#flowRun === undefined) this.#options.outbox.runStates.lose(1);
    this.#options.outbox.clear();
  }

  async #work(): Promise<void> {
    const { outbox, timing } = this.#options;
    for (let isOver = false; !isOver; ) {
      try {
        await this.#round();
        this.#failures = 0;
        this.#error = undefined;
        isOver = this.#isEnding && outbox.isEmpty;
      } catch (thrown) {
        if (this.#abandoned.signal.aborted) return;
        const error = asTapehaulError(thrown);
        this.#error = error;
        this.#failures += 1;
        if (error.retry === 'never') return;
        if (this.#isEnding) this.#triesLeft -= 1;
        if (this.#triesLeft <= 0) return;
      }
      if (!isOver) await this.#pause(timing);
    }
  }

  /** Waits until there may be something to send, or a failed request may be repeated. */
  async #pause({ everyMs, backOffMs, longestBackOffMs }: Timing): Promise<void> {
    const asked = typeof this.#error?.retry === 'object' ? this.#error.retry.afterMs : 0;
    const doubled = Math.min(longestBackOffMs, backOffMs * 2 ** (this.#failures - 1));
    const wait = this.#failures === 0 ? everyMs : Math.max(asked, doubled * (0.5 + Math.random() / 2));
    // At its end a run has no time for long waits, but hurries no server that has failed.
    const isHurried = this.#isEnding && this.#failures > 0;
    await this.#alarm.after(isHurried ? Math.min(wait, backOffMs) : wait, this.#abandoned.signal);
  }

  async #round(): Promise<void> {
    const { outbox, onOpen } = this.#options;
    if (this.#run === undefined) return;
    if (this.#flowRun === undefined) {
      this.#flowRun = await FlowRun.open(this.#client, this.#run, this.#request());
      this.sent.states += 1;
      onOpen(this.#flowRun);
    }
    const flowRun = this.#flowRun;
    await this.#sendRunStates(flowRun);
    await this.#check(flowRun);
    const kinds = await Promise.allSettled([
      this.#each(outbox.events, MOST_AT_ONCE, AGAIN, async (events) => {
        await flowRun.sendEvents(events, this.#request());
        this.sent.states += events.length;
      }),
      this.#each(outbox.logs, MOST_AT_ONCE, ONCE, async (logs) => {
        await flowRun.sendLogs(logs, this.#request());
        this.sent.logs += logs.length;
      }),
      this.#each(outbox.artifacts, 1, ONCE, async ([artifact]) => {
        if (artifact !== undefined) await flowRun.sendArtifact(artifact, this.#request());
      }),
    ]);
    for (const kind of kinds) if (kind.status === 'rejected') throw kind.reason;
    await this.#stating;
  }

  #sendRunStates(flowRun: FlowRun): Promise<void> {
    this.#stating ??= this.#each(this.#options.outbox.runStates, 1, AGAIN, async ([state]) => {
      if (state !== undefined) await this.#setState(flowRun, state);
      this.sent.states += 1;
    }).finally(() => {
      this.#stating = undefined;
    });
    return this.#stating;
  }

  /** Sends all of a queue. What the server refuses for its content is not sent again; after any other error it stays. */
  async #each<Entry>(
    queue: BoundedQueue<Entry>,
    most: number,
    afterSilence: typeof AGAIN | typeof ONCE,
    send: (entries: readonly Entry[]) => Promise<void>,
  ): Promise<void> {
    while (queue.size > 0) {
      const entries = queue.take(most);
      try {
        await send(entries);
        this.#failures = 0;
        this.#triesLeft = TRIES_AT_END;
      } catch (thrown) {
        const error = asTapehaulError(thrown);
        const isRefused = error.code === 'request_refused';
        const isDoubtful = afterSilence === ONCE && error.code === 'timed_out';
        if (isRefused || isDoubtful) queue.lose(entries.length);
        else queue.putBack(entries);
        if (!isRefused) throw error;
        this.#refused = error;
      }
    }
  }

  /** A person who cancels in Prefect is not overruled by what the run did before it knew. */
  async #setState(flowRun: FlowRun, state: PrefectState): Promise<void> {
    const current = await flowRun.state(this.#request());
    if (isCancelled(current?.type)) this.#cancelled();
    const isThere = current?.type === state.type && current.name === state.name;
    if (isThere && current.message === state.message) return;
    if (isCancelled(current?.type) && !isFinal(state.name)) return;
    // What is cancelled here is not to be taken for a request from there.
    if (isCancelled(state.type)) this.#hasCancelled = true;
    await flowRun.setState(state, this.#request());
  }

  get #client(): PrefectClient {
    return this.#options.client;
  }

  #request(): RequestOptions {
    return { timeoutMs: this.#options.timing.timeoutMs, signal: this.#abandoned.signal };
  }

  async #check(flowRun: FlowRun): Promise<void> {
    if (this.#hasCancelled || this.#isEnding || Date.now() < this.#checkAt) return;
    this.#checkAt = Date.now() + this.#options.timing.checkMs;
    const current = await flowRun.state(this.#request());
    if (isCancelled(current?.type)) this.#cancelled();
  }

  #cancelled(): void {
    if (this.#hasCancelled || this.#isEnding) return;
    this.#hasCancelled = true;
    this.#options.onCancel();
  }
}

function tooSlow(longestMs: number): TapehaulError {
  const message = `the Prefect server did not take everything within ${longestMs / 1_000} s of the end of the run`;
  return new TapehaulError('timed_out', message, { hint: 'Check that the server has capacity.' });
}
