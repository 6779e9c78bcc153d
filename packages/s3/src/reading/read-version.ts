import type { Received } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import type { ObjectHead, ObjectReader, SinkDemand } from '../answers/object-reader.ts';

/**
 * Reads size, ETag and date of an object with a request for its first byte, which servers that answer no HEAD answer, too. One that ignores ranges
 * sends all of it: then the rest is not read. Rejects as the reader does, and with a TapehaulError `server_error` where the answer says no size.
 */
export async function readVersion(reader: ObjectReader, key: string, signal: AbortSignal): Promise<Received> {
  let head: ObjectHead | undefined;
  let bytes = 0;
  const sink = {
    start(answered: ObjectHead): void {
      head = answered;
    },
    data(chunk: Buffer): SinkDemand {
      bytes += chunk.length;
      return bytes > 1 ? 'enough' : 'more';
    },
  };
  await reader.read(key, { range: { from: 0, to: 0 } }, sink, signal);
  const size = head?.part?.total ?? head?.length ?? null;
  if (head === undefined || size === null) {
    throw new TapehaulError('server_error', `${key}: the server does not say how long it is`, {
      facts: { key },
      hint: 'The object is fetched in place of comparing the file with it.',
    });
  }
  return { bytes: size, etag: head.etag, lastModified: head.lastModified, sha256: null, content: null };
}
