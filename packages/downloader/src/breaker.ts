import { setTimeout as sleep } from 'node:timers/promises';
import { asTapehaulError, type ErrorCode, TapehaulError } from '@tapehaul/errors';
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
} from 'cockatiel';
import type { Received } from './engine.ts';
import type { Fetcher } from './fall-back.ts';

/** When transfers pause because their source is in trouble. */
export interface PauseOptions {
  /** Failures in a row, of the kinds that tell of a source in trouble, after which transfers wait. */
  readonly after: number;
  /** How long transfers wait for the source at most, in seconds; then they fail with what it said last. */
  readonly atMostSeconds: number;
}

/** Tells of a pause: transfers wait, and one at a time tries whether the source is well again. */
export type PauseListener = (engine: string, error: TapehaulError) => void;

/** What the source does when it, or the way to it, is in trouble; a missing object is no trouble. */
const TROUBLE: ReadonlySet<ErrorCode> = new Set([
  'throttled',
  'server_error',
  'connection_failed',
  'stalled',
  'timed_out',
]);

/** Waits between trials, in milliseconds. */
const TRIALS = { initialDelay: 500, maxDelay: 30_000 };
/** How often a waiting transfer looks whether the pause is over, in milliseconds. */
const LOOK_EVERY = 100;

/** What the source said of an object when it was asked last. */
interface Said {
  readonly key: string;
  readonly error: TapehaulError;
}

type Answer = { readonly received: Received } | { readonly error: TapehaulError };

/** Pauses transfers while their source is in trouble, in place of burning their attempts. */
export function pausing(fetcher: Fetcher, options: PauseOptions, onPause: PauseListener): Fetcher {
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: new ExponentialBackoff(TRIALS),
    breaker: new ConsecutiveBreaker(options.after),
  });
  let pausedAt: number | undefined;
  let said: Said | undefined;
  breaker.onBreak(() => {
    if (pausedAt === undefined && said !== undefined) onPause(fetcher.name, said.error);
    pausedAt ??= performance.now();
  });
  breaker.onReset(() => {
    pausedAt = undefined;
  });

  return {
    name: fetcher.name,
    async get(transfer, signal) {
      const attempt = async (): Promise<Answer> => {
        try {
          return { received: await fetcher.get(transfer, signal) };
        } catch (thrown) {
          const error = asTapehaulError(thrown);
          if (!TROUBLE.has(error.code)) return { error };
          said = { key: transfer.key, error };
          throw error;
        }
      };
      for (;;) {
        const answer = await breaker.execute(attempt).catch(unlessOpen);
        if (answer !== undefined) {
          if ('error' in answer) throw answer.error;
          return answer.received;
        }
        if (pausedAt !== undefined && performance.now() - pausedAt > options.atMostSeconds * 1_000) {
          throw waitedInVain(transfer.key, said, options.atMostSeconds);
        }
        await sleep(LOOK_EVERY, undefined, { signal });
      }
    },
  };
}

/** What a transfer fails with that waited for the source and never asked it itself. */
function waitedInVain(key: string, said: Said | undefined, seconds: number): TapehaulError {
  const waited = `${key}: waited ${seconds} s for the source`;
  if (said === undefined) return new TapehaulError('connection_failed', `${waited}, which does not answer`);
  const { code, message, hint, retry } = said.error;
  const words = message.startsWith(`${said.key}: `) ? message.slice(said.key.length + 2) : message;
  return new TapehaulError(code, `${waited}, which said last: ${words}`, { hint, retry, cause: said.error });
}

/** Nothing, for a breaker that let nobody through; any other error is thrown. */
function unlessOpen(error: unknown): undefined {
  if (!(error instanceof BrokenCircuitError)) throw error;
}
