import { stoppedBy } from '@tapehaul/errors';
import type { LimitFunction } from 'p-limit';

/** Does some work once it is its turn. In line it is notified at once when the signal aborts; after that the work has to. */
export function inTurn<Result>(
  turn: LimitFunction,
  signal: AbortSignal,
  work: () => Promise<Result> | undefined,
): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(stoppedBy(signal));
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp);
    turn(async () => {
      signal.removeEventListener('abort', giveUp);
      return signal.aborted ? undefined : work();
    }).then(resolve, reject);
  });
}
