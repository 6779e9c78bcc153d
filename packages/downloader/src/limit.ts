import { stoppedBy } from '@tapehaul/errors';
import pLimit from 'p-limit';
import type { Fetcher } from './fall-back.ts';

/** Lets no more transfers through at once than an engine likes to have in hand. */
export function limited(fetcher: Fetcher, capacity: number): Fetcher {
  const limit = pLimit(capacity);
  return {
    name: fetcher.name,
    get: (transfer, signal) =>
      limit(() => {
        if (signal.aborted) throw stoppedBy(signal);
        return fetcher.get(transfer, signal);
      }),
  };
}
