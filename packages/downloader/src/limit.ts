import pLimit from 'p-limit';
import type { Drain } from './drain.ts';
import type { Fetcher } from './fall-back.ts';

/** Lets no more transfers through at once than an engine likes to have in hand, and none that may not begin. */
export function limited(fetcher: Fetcher, capacity: number, drain: Drain): Fetcher {
  const limit = pLimit(capacity);
  return {
    name: fetcher.name,
    get: (transfer, signal) =>
      limit(async () => {
        await drain.begin(transfer.claim, signal);
        return fetcher.get(transfer, signal);
      }),
  };
}
