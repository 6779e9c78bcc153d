import { stoppedBy } from '@tapehaul/errors';
import pLimit from 'p-limit';
import type { Engine } from './engine.ts';
import type { Fetcher } from './fall-back.ts';

/** Hands an engine no more transfers at once than it likes to have. */
export function limited(engine: Engine): Fetcher {
  const limit = pLimit(engine.capacity);
  return {
    name: engine.name,
    get: (transfer, signal) =>
      limit(() => {
        if (signal.aborted) throw stoppedBy(signal);
        return engine.get(transfer, signal);
      }),
  };
}
