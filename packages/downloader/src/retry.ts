import { setTimeout as sleep } from 'node:timers/promises';
import { asTapehaulError, timerTime } from '@tapehaul/errors';
import { ATTRIBUTE, currentSpan } from '@tapehaul/tracing';
import pRetry from 'p-retry';
import type { FetchTransfer } from './transfer/fall-back.ts';

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
 * the server requested (Retry-After) is kept. The span around it and the listener are notified of each wait. Rejects with
 * the last error.
 */
export function retrying(fetch: FetchTransfer, { retries, delaySeconds }: TransferRetries): FetchTransfer {
  return async (transfer, signal, listener) => {
    const first = fetch(transfer, signal, listener);
    try {
      // Nearly all transfers go well at once, and then need none of what retries cost.
      return await first;
    } catch {
      let next: ReturnType<FetchTransfer> | undefined = first;
      const attempt = (): ReturnType<FetchTransfer> => {
        const attempted = next ?? fetch(transfer, signal, listener);
        next = undefined;
        return attempted;
      };
      return pRetry(attempt, {
        retries,
        minTimeout: delaySeconds * 1_000,
        maxTimeout: LONGEST_WAIT_MS,
        randomize: true,
        signal,
        shouldRetry: ({ error }) => asTapehaulError(error, signal).retry !== 'never',
        onFailedAttempt: async ({ error: thrown, retriesLeft, retryDelay }) => {
          const error = asTapehaulError(thrown, signal);
          if (retriesLeft === 0 || error.retry === 'never') return;
          const requested = typeof error.retry === 'object' ? timerTime(error.retry.afterMs) : 0;
          const waitMs = Math.round(requested + retryDelay);
          currentSpan()?.addEvent('retry', {
            [ATTRIBUTE.key]: transfer.key,
            [ATTRIBUTE.errorType]: error.code,
            [ATTRIBUTE.retryDelay]: waitMs,
          });
          listener.onRetry?.(error, waitMs);
          if (requested > 0) await sleep(requested, undefined, { signal });
        },
      });
    }
  };
}
