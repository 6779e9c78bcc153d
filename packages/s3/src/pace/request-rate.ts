import type { RequestPace } from '@tapehaul/downloader';
import type { ObjectReader } from '../answers/object-reader.ts';

/**
 * A reader whose reads take their turns of a pace; each is one request, unless it is tried again. Waits before a read
 * count for none of its time limits.
 */
export function atPace(reader: ObjectReader, pace: RequestPace): ObjectReader {
  return {
    shortAtOnce: reader.shortAtOnce,
    async read(key, options, sink, signal) {
      await pace.turn(signal);
      return reader.read(key, options, sink, signal);
    },
    close: () => reader.close(),
  };
}
