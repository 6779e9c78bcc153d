import { type LowSpeed, tooSlow } from '@tapehaul/downloader';
import type { BodySink, ObjectReader, SinkDemand } from '../answers/object-reader.ts';

/**
 * A reader that gives up a body, as `too_slow`, of which fewer bytes came in a span of that many seconds than the limit
 * allows. What counts is the time that the server takes: not the wait for a connection or for the answer, nor while this
 * side reads no further. A body of which nothing at all comes is left to the idle time-out.
 */
export function aboveLowSpeed(
  reader: ObjectReader,
  limit: LowSpeed,
  now: () => number = () => performance.now(),
): ObjectReader {
  const { bytesPerSecond, seconds } = limit;
  if (bytesPerSecond === 0) return reader;
  const span = seconds * 1_000;
  const least = bytesPerSecond * seconds;

  const watched = (key: string, sink: BodySink): BodySink => {
    let since = 0;
    let bytes = 0;
    /** When this side began not to read on; undefined while it reads. */
    let heldAt: number | undefined;
    return {
      start(head) {
        since = now();
        bytes = 0;
        sink.start(head);
      },
      data(chunk): SinkDemand {
        const at = now();
        if (heldAt !== undefined) since += at - heldAt;
        heldAt = undefined;
        bytes += chunk.length;
        if (at - since >= span) {
          if (bytes < least) throw tooSlow(key, bytes, (at - since) / 1_000, limit);
          since = at;
          bytes = 0;
        }
        const taken = sink.data(chunk);
        if (typeof taken === 'string') return taken;
        heldAt = at;
        return taken.then(() => {
          if (heldAt === undefined) return;
          since += now() - heldAt;
          heldAt = undefined;
        });
      },
    };
  };
  return {
    shortAtOnce: reader.shortAtOnce,
    read: (key, options, sink, signal) => reader.read(key, options, watched(key, sink), signal),
    close: () => reader.close(),
  };
}
