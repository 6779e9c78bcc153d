import { aborted } from '@tapehaul/errors';
import pLimit from 'p-limit';
import type { Admission } from '../engine/admission.ts';
import type { Engine } from '../engine/engine.ts';
import type { Fetcher } from './fall-back.ts';
import { inTurn } from './in-turn.ts';

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
    async get(transfer, signal, isLast) {
      const turn = small?.takes(transfer) ? smallLimit : limit;
      const received = await inTurn(turn, signal, () =>
        admission.begins(transfer.claim) ? fetcher.get(transfer, signal, isLast) : undefined,
      );
      // What may not begin waits for its end without a slot: what has begun may still need one.
      return received ?? aborted(signal);
    },
  };
}
