import { TapehaulError } from '@tapehaul/errors';
import type { ObjectReader } from '../answers/object-reader.ts';
import { FilePart } from './file-part.ts';
import type { Part } from './parts.ts';
import { truncated } from './reception.ts';

/** The object that a part belongs to. */
export interface PartOf {
  readonly key: string;
  readonly path: string;
  /** Change token of the version that the other parts are of. */
  readonly etag: string;
  /** Called with each part that is in the file; the next one waits for what it gives. */
  readonly onPart: (part: Part) => 'more' | Promise<void>;
}

/**
 * Reads one part of a large object into its file, if the object is still of that version, and reports all bytes that come.
 * Rejects with
 * `changed_upstream` when it is not, and with `server_error` when other bytes come than were requested.
 */
export async function receivePart(
  reader: ObjectReader,
  { key, path, etag, onPart }: PartOf,
  part: Part,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const wanted = part.to - part.from + 1;
  let file: FilePart | undefined;
  let bytes = 0;
  const sink = {
    start(head: { etag: string | null; part: { from: number } | null }) {
      if (head.part?.from !== part.from) throw rangeIgnored(key, part);
      if (head.etag !== etag) throw changed(key, etag, head.etag);
      file = new FilePart(path, part.from);
    },
    data(chunk: Buffer) {
      bytes += chunk.length;
      onBytes(chunk.length);
      if (bytes > wanted) throw truncated(key, wanted, bytes);
      return file?.write(chunk) ?? 'more';
    },
  };
  try {
    await reader.read(key, { range: part, ifMatch: etag }, sink, signal);
    if (bytes !== wanted) throw truncated(key, wanted, bytes);
    await file?.end();
    await onPart(part);
  } catch (error) {
    await file?.abandon();
    throw error;
  }
}

function changed(key: string, expected: string, found: string | null): TapehaulError {
  return new TapehaulError('changed_upstream', `${key}: it was replaced while it was fetched`, {
    facts: { key, expected, found },
    hint: 'It is fetched again.',
  });
}

function rangeIgnored(key: string, { from, to }: Part): TapehaulError {
  return new TapehaulError('server_error', `${key}: the server sent other bytes than ${from}-${to}`, {
    facts: { key, from, to, ranges: 'ignored' },
    hint: 'Something between here and the archive ignores ranges; large objects then come in one piece.',
  });
}

/** Whether an error says that the server does not give parts of objects. */
export function ignoresRanges(error: unknown): boolean {
  return error instanceof TapehaulError && error.facts.ranges === 'ignored';
}
