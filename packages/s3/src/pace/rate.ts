import type { BodySink, ObjectReader, SinkDemand } from '../answers/object-reader.ts';
import { CLOCK, type Clock, SHORTEST_WAIT } from './clock.ts';

/**
 * A reader that brings at most that many bytes a second, all its requests together. Each chunk takes its turn on one
 * line, and its connection is not read on before: the server slows down to that by TCP itself.
 */
export function atRate(reader: ObjectReader, bytesPerSecond: number, clock: Clock = CLOCK): ObjectReader {
  let free = 0;
  const turnAfter = (bytes: number): number => {
    const now = clock.now();
    free = Math.max(free, now) + (bytes * 1_000) / bytesPerSecond;
    return free - now;
  };
  const slowed = (sink: BodySink, signal: AbortSignal): BodySink => ({
    start: (head) => sink.start(head),
    data(chunk): SinkDemand {
      const taken = sink.data(chunk);
      const wait = turnAfter(chunk.length);
      if (taken === 'enough' || wait < SHORTEST_WAIT) return taken;
      return Promise.all([taken, clock.wait(wait, signal)]).then(() => {});
    },
  });
  return {
    shortAtOnce: reader.shortAtOnce,
    read: (key, options, sink, signal) => reader.read(key, options, slowed(sink, signal), signal),
    close: () => reader.close(),
  };
}
