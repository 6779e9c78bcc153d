import type { ObjectReader } from '../answers/object-reader.ts';
import { CLOCK, type Clock } from './clock.ts';
import { paceBy } from './request-pace.ts';

/**
 * A reader that begins at most that many reads a second, which are evenly spread; each is one request, unless it is tried again. Waits before a read
 * count for none of its time limits.
 */
export function atRequestRate(reader: ObjectReader, perSecond: number, clock: Clock = CLOCK): ObjectReader {
  const pace = paceBy(perSecond, clock);
  return {
    shortAtOnce: reader.shortAtOnce,
    async read(key, options, sink, signal) {
      await pace.turn(signal);
      return reader.read(key, options, sink, signal);
    },
    close: () => reader.close(),
  };
}
