import { aborted, stoppedBy } from '@tapehaul/errors';
import pLimit from 'p-limit';
import type { Admission } from './admission.ts';
import type { Engine } from './engine.ts';
import type { Fetcher } from './fall-back.ts';

/**
 * Lets no more transfers through at once than an engine likes to have in hand, and none that may not begin. What is
 * let through begins at once: an engine has no queue of its own behind this.
 */
export function limited(
  fetcher: Fetcher,
  { capacity, small }: Pick<Engine, 'capacity' | 'small'>,
  admission: Admission,
): Fetcher {
  const limit = pLimit(capacity);
  const smallLimit = small === undefined ? limit : pLimit(small.capacity);
  return {
    name: fetcher.name,
    async get(transfer, signal) {
      const received = await (small?.takes(transfer) ? smallLimit : limit)(async () => {
        if (signal.aborted) throw stoppedBy(signal);
        return admission.begins(transfer.claim) ? fetcher.get(transfer, signal) : undefined;
      });
      // What may not begin waits for its end without a slot: what has begun may still need one.
      return received ?? aborted(signal);
    },
  };
}
