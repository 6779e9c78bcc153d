import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makeDirectory } from '@tapehaul/downloader';
import { asTapehaulError, type ErrorCode, TapehaulError } from '@tapehaul/errors';
import type { TableSource } from '@tapehaul/lake';
import { copyFromBucket, type ReadableBucket } from './bucket-copy.ts';
import { type SourceFiles, type StoredSource, sourceOf } from './source-files.ts';

/** Files that are fetched from a bucket at once. */
const AT_ONCE = 4;

/** Errors that say something of the one file. */
const OF_THE_FILE: ReadonlySet<ErrorCode> = new Set(['not_found', 'size_mismatch', 'checksum_mismatch']);

/**
 * The files of a bucket: they are copied to a new folder of this machine, each is compared with its recorded size and SHA-256, and all are
 * removed when they are disposed of. The folder is made in `staging`, by default where temporary files of this machine are.
 */
export function bucketSources(bucket: ReadableBucket, staging: string = tmpdir()): SourceFiles {
  return {
    async open(sources, signal) {
      await makeDirectory(staging);
      const folder = await mkdtemp(join(staging, 'tapehaul-sources-'));
      const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
      try {
        return { sources: await copyAll(bucket, sources, folder, signal), [Symbol.asyncDispose]: remove };
      } catch (thrown) {
        await remove();
        throw asTapehaulError(thrown, signal);
      }
    },
  };
}

/** Copies files, some at once. When one rejects, the others are stopped first. */
async function copyAll(
  bucket: ReadableBucket,
  sources: readonly StoredSource[],
  folder: string,
  signal: AbortSignal,
): Promise<readonly TableSource[]> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const waiting = sources.entries();
  const copied: TableSource[] = [];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (const [at, source] of waiting) copied[at] = await copy(bucket, source, folder, stop);
  });
  try {
    await Promise.all(workers);
    return copied;
  } finally {
    failure.abort();
    await Promise.allSettled(workers);
  }
}

async function copy(
  bucket: ReadableBucket,
  source: StoredSource,
  folder: string,
  signal: AbortSignal,
): Promise<TableSource> {
  const path = join(folder, basename(source.key));
  const copied = { ...sourceOf(source), path };
  try {
    await copyProved(bucket, source, path, signal);
    return copied;
  } catch (thrown) {
    const error = asTapehaulError(thrown, signal);
    if (signal.aborted || !OF_THE_FILE.has(error.code)) throw error;
    await rm(path, { force: true });
    return { ...copied, fault: error.toJSON() };
  }
}

async function copyProved(
  bucket: ReadableBucket,
  { storedPath, bytes, sha256 }: StoredSource,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const copied = await copyFromBucket(bucket, storedPath, path, signal, bytes);
  if (copied.bytes !== bytes)
    throw await otherSize(bucket, storedPath, { expected: bytes, found: copied.bytes }, signal);
  if (copied.sha256 === sha256) return;
  const address = bucket.locate(storedPath);
  const message = `${address} is not the file that was proved: its SHA-256 differs`;
  throw new TapehaulError('checksum_mismatch', message, {
    facts: { address, expected: sha256, found: copied.sha256 },
    hint: COLLECT_AGAIN,
  });
}

/** What ended early on its way, or what the bucket has in another size. */
async function otherSize(
  bucket: ReadableBucket,
  path: string,
  sizes: { readonly expected: number; readonly found: number },
  signal: AbortSignal,
): Promise<TapehaulError> {
  const { expected } = sizes;
  const address = bucket.locate(path);
  const found = (await bucket.find(path, signal))?.bytes ?? sizes.found;
  if (found === expected) {
    const message = `${address} ended after ${sizes.found} of ${expected} bytes`;
    return new TapehaulError('truncated', message, { facts: { address, ...sizes } });
  }
  return new TapehaulError('size_mismatch', `${address} has ${found} bytes, expected ${expected}`, {
    facts: { address, expected, found },
    hint: COLLECT_AGAIN,
  });
}

const COLLECT_AGAIN = 'It changed after it was proved. Collect it again: the next collection fetches it.';
