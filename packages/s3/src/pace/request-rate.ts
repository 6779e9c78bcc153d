import type { ObjectReader } from '../answers/object-reader.ts';
import { CLOCK, type Clock, SHORTEST_WAIT } from './rate.ts';

/**
 * A reader that begins at most that many reads a second, which are evenly spread; each is one request, unless it is tried again. Waits before a read
 * count for none of its time limits.
 */
export function atRequestRate(reader: ObjectReader, perSecond: number, clock: Clock = CLOCK): ObjectReader {
  const space = 1_000 / perSecond;
  let free = Number.NEGATIVE_INFINITY;
  return {
    shortAtOnce: reader.shortAtOnce,
    async read(key, options, sink, signal) {
      const now = clock.now();
      const turn = Math.max(free, now);
      free = turn + space;
      if (turn - now >= SHORTEST_WAIT) await clock.wait(turn - now, signal);
      return reader.read(key, options, sink, signal);
    },
    close: () => reader.close(),
  };
}
