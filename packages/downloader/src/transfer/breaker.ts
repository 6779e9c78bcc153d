import { stoppedBy, timerTime } from '@tapehaul/errors';

/** When transfers pause because their source is in trouble. */
export interface PauseOptions {
  /** Failures in a row, of the kinds that show a source in trouble, after which transfers wait. */
  readonly after: number;
  /** How long transfers wait for the source at most, in seconds; then they fail with what it said last. */
  readonly atMostSeconds: number;
}

/** How long a pause lasts that begins now, in milliseconds since 1970 UTC. */
export interface Pause {
  /** When one transfer tries the source again; where it fails, the next one later, at growing intervals. */
  readonly triesAgainAt: number;
  /** When transfers that wait are given up. */
  readonly waitsUntil: number;
}

/** What the end of a transfer shows of the source: that it answers, that it is in trouble, or nothing. */
export type SourceHealth = 'well' | 'trouble' | 'nothing';

/** Lets one transfer through; to be called once, when that has ended. */
export type Pass = (evidence: SourceHealth) => void;

/** `closed`: all pass. `trial`: one has passed, and its end decides for all. */
type Passable =
  | { readonly kind: 'closed'; troubles: number }
  | { readonly kind: 'trial'; readonly wait: number };

/** `open`: none passes before a time, when the next trial is due, `wait` milliseconds after the last. */
type State = Passable | { readonly kind: 'open'; readonly until: number; readonly wait: number };

/** The first wait for a trial, and the longest, in milliseconds; it doubles in between. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/**
 * A circuit breaker for transfers from one source. Opened by trouble in a row, it lets one transfer at a time try the
 * source, at growing intervals; the first of them that it answers closes it. Those that come meanwhile wait in line.
 */
export class Breaker {
  readonly #after: number;
  readonly #atMost: number;
  readonly #onOpen: (pause: Pause) => void;
  #state: State = closed();
  /** When it was opened last, by the clock of `performance`, which is never set back. */
  #openedAt = 0;
  /** The waiting callers: each is called with a pass, or with undefined when it has waited too long. */
  readonly #waiting = new Set<(pass: Pass | undefined) => void>();
  #timer: NodeJS.Timeout | undefined;

  /** `onOpen` is called when a pause begins, not when a trial has failed. */
  constructor({ after, atMostSeconds }: PauseOptions, onOpen: (pause: Pause) => void) {
    this.#after = after;
    this.#atMost = atMostSeconds * 1_000;
    this.#onOpen = onOpen;
  }

  /**
   * Resolves once a transfer may pass; with undefined when it may not within the time that transfers wait at most.
   * Rejects as soon as the signal aborts.
   */
  async enter(signal: AbortSignal): Promise<Pass | undefined> {
    if (this.#state.kind === 'closed') return this.#passIn(this.#state);
    if (signal.aborted) throw stoppedBy(signal);
    const turn = Promise.withResolvers<Pass | undefined>();
    const giveUp = (): void => {
      this.#waiting.delete(turn.resolve);
      turn.reject(stoppedBy(signal));
      this.#admit();
    };
    signal.addEventListener('abort', giveUp);
    this.#waiting.add(turn.resolve);
    this.#admit();
    try {
      return await turn.promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  #passIn(state: Passable): Pass {
    return (evidence) => {
      // The end of a transfer that began before the last change says nothing of the source since.
      if (this.#state !== state) return;
      if (evidence === 'trouble') this.#trouble(state);
      else if (state.kind === 'trial') this.#state = evidence === 'well' ? closed() : open(0, state.wait);
      else if (evidence === 'well') state.troubles = 0;
      this.#admit();
    };
  }

  #trouble(state: Passable): void {
    if (state.kind === 'trial') {
      const wait = Math.min(2 * state.wait, LONGEST_WAIT);
      this.#state = open(wait, wait);
      return;
    }
    state.troubles += 1;
    if (state.troubles < this.#after) return;
    this.#openedAt = performance.now();
    this.#state = open(FIRST_WAIT, FIRST_WAIT);
    const now = Date.now();
    this.#onOpen({ triesAgainAt: now + FIRST_WAIT, waitsUntil: now + this.#atMost });
  }

  /** Lets through waiting callers that may pass, gives up those that have waited too long, and checks again in time. */
  #admit(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    const deadline = this.#openedAt + this.#atMost;
    for (const settle of this.#waiting) {
      if (this.#state.kind === 'open' && now >= this.#state.until) {
        this.#state = { kind: 'trial', wait: this.#state.wait };
        this.#settle(settle, this.#passIn(this.#state));
      } else if (this.#state.kind === 'closed') this.#settle(settle, this.#passIn(this.#state));
      else if (now >= deadline) this.#settle(settle, undefined);
      else break;
    }
    if (this.#waiting.size === 0) return;
    const next = this.#state.kind === 'open' ? Math.min(this.#state.until, deadline) : deadline;
    this.#timer = setTimeout(() => this.#admit(), timerTime(Math.ceil(next - now)));
  }

  #settle(settle: (pass: Pass | undefined) => void, pass: Pass | undefined): void {
    this.#waiting.delete(settle);
    settle(pass);
  }
}

function closed(): State {
  return { kind: 'closed', troubles: 0 };
}

/** Open until a trial, after the one before which it waited so long. */
function open(milliseconds: number, wait: number): State {
  return { kind: 'open', until: performance.now() + milliseconds, wait };
}
