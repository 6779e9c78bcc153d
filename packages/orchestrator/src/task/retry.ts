import { type CodedError, timerTime } from '@tapehaul/errors';

/**
 * How long to wait before a retry, in seconds: the same each time, one after the other from a list (whose
 * last entry repeats), or computed from the number of the attempt that failed, 1 for the first.
 */
export type RetryDelay = number | readonly number[] | ((attempt: number) => number);

/** Doubles from the first delay up to a limit, in seconds. */
export interface ExponentialOptions {
  /** Longest delay in seconds; 3,600 by default. */
  readonly maxSeconds?: number;
  /** Share of each delay that is drawn at random, 0 to 1; 0.5 by default, so that many do not retry at once. */
  readonly jitter?: number;
}

/** A delay that doubles with each attempt. */
export function exponential(
  firstSeconds: number,
  options: ExponentialOptions = {},
): (attempt: number) => number {
  const { maxSeconds = 3_600, jitter = 0.5 } = options;
  return (attempt) => {
    const delay = Math.min(maxSeconds, firstSeconds * 2 ** (attempt - 1));
    return delay * (1 - jitter * Math.random());
  };
}

/**
 * Milliseconds until the next attempt: what the other side requested (Retry-After) when that is longer than
 * our own delay. The other side's wait gets up to a tenth on top, so that not all come back at once. At most some 25 days.
 */
export function waitBefore(delay: RetryDelay, attempt: number, error: CodedError): number {
  const own = secondsOf(delay, attempt) * 1_000;
  const requested = typeof error.retry === 'object' ? error.retry.afterMs * (1 + 0.1 * Math.random()) : 0;
  return timerTime(Math.max(own, requested));
}

function secondsOf(delay: RetryDelay, attempt: number): number {
  if (typeof delay === 'number') return delay;
  if (typeof delay === 'function') return delay(attempt);
  return delay[attempt - 1] ?? delay.at(-1) ?? 0;
}
