import { setTimeout as sleep } from 'node:timers/promises';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import pRetry from 'p-retry';
import type { Received } from './engine.ts';
import type { Fetch } from './fall-back.ts';

/** How often a transfer is tried again by the downloader itself, for errors that may pass. */
export interface TransferRetries {
  /** Attempts after the first. */
  readonly retries: number;
  /** Wait before the first of them, in seconds; it doubles, with jitter, up to a minute. */
  readonly delaySeconds: number;
}

const LONGEST_WAIT_MS = 60_000;

/**
 * Tries a transfer again while its error says that this may help. A wait holds no slot of an engine; one that
 * the other side asked for (Retry-After) is kept. Rejects with the last error.
 */
export function retrying(fetch: Fetch, { retries, delaySeconds }: TransferRetries): Fetch {
  if (retries === 0) return fetch;
  return async (transfer, signal, listener) => {
    // Nearly all transfers go well at once, and then need none of what retries cost.
    const first = await fetch(transfer, signal, listener).catch((thrown: unknown) => asTapehaulError(thrown));
    if (!(first instanceof TapehaulError)) return first;
    let failure: TapehaulError | undefined = first;
    const attempt = async (): Promise<Received> => {
      if (failure === undefined) return fetch(transfer, signal, listener);
      const error = failure;
      failure = undefined;
      throw error;
    };
    return pRetry(attempt, {
      retries,
      minTimeout: delaySeconds * 1_000,
      maxTimeout: LONGEST_WAIT_MS,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => asTapehaulError(error).retry !== 'never',
      onFailedAttempt: async ({ error, retriesLeft }) => {
        const { retry } = asTapehaulError(error);
        if (retriesLeft > 0 && typeof retry === 'object') await sleep(retry.afterMs, undefined, { signal });
      },
    });
  };
}
