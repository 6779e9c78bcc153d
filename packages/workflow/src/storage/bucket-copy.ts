import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Target } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy } from '@tapehaul/errors';

/** A bucket, as far as files are read from it. */
export type ReadableBucket = Pick<Target, 'read' | 'find' | 'locate'>;

/** What was read of a file. */
export interface ReadBytes {
  /** Bytes that came. */
  readonly bytes: number;
  /** Their SHA-256, as 64 hex digits. */
  readonly sha256: string;
}

/**
 * Copies what stands at a path of a bucket to a new file of this machine. It ends after `mostBytes`, so that a file which has grown fills no
 * disk. Rejects with a TapehaulError, `not_found` where nothing stands there.
 */
export async function copyFromBucket(
  bucket: ReadableBucket,
  path: string,
  file: string,
  signal: AbortSignal,
  mostBytes: number = Number.POSITIVE_INFINITY,
): Promise<ReadBytes> {
  await using handle = await open(file, 'wx');
  return await readAll(bucket, path, signal, mostBytes, (chunk) => handle.appendFile(chunk));
}

/** SHA-256 of what stands at a path of a bucket; null where nothing does. Rejects with a TapehaulError. */
export async function bucketDigest(
  bucket: ReadableBucket,
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const read = await readAll(bucket, path, signal, Number.POSITIVE_INFINITY, async () => {});
    return read.sha256;
  } catch (thrown) {
    if (asTapehaulError(thrown, signal).code === 'not_found') return null;
    throw thrown;
  }
}

async function readAll(
  bucket: ReadableBucket,
  path: string,
  signal: AbortSignal,
  mostBytes: number,
  take: (chunk: Uint8Array) => Promise<void>,
): Promise<ReadBytes> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of bucket.read(path, signal)) {
    if (signal.aborted) throw stoppedBy(signal);
    bytes += chunk.length;
    if (bytes > mostBytes) break;
    hash.update(chunk);
    await take(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}
