import { setTimeout as sleep } from 'node:timers/promises';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';

/** How often a directory that is in use is checked again, in milliseconds. */
const CHECK_EVERY = 1_000;

/** What is done while another run owns the output directory. */
export interface Waiting {
  /** Whether to wait until it has ended. */
  readonly wait: boolean;
  readonly signal: AbortSignal;
  /** Called once when the wait begins. */
  readonly onWait: (error: TapehaulError) => void;
}

/**
 * Begins a run as soon as no other one owns its output directory. Rejects with `output_in_use` when one does
 * and nobody waits for it; with `cancelled` when the signal ends the wait; and with what `begin` rejects with.
 */
export async function whenFree<Result>(
  begin: () => Result | Promise<Result>,
  { wait, signal, onWait }: Waiting,
): Promise<Result> {
  for (let isReported = false; ; isReported = true) {
    try {
      return await begin();
    } catch (thrown) {
      const error = asTapehaulError(thrown);
      if (!wait || error.code !== 'output_in_use') throw error;
      if (!isReported) onWait(error);
    }
    await sleep(CHECK_EVERY, undefined, { signal }).catch(() => {
      const hint = 'Nothing was begun: run the same command again.';
      const { message, facts } = stoppedBy(signal);
      throw new TapehaulError('cancelled', message, { hint, facts });
    });
  }
}
