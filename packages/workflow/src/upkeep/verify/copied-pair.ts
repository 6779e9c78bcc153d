import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import { makeDirectory } from '@tapehaul/downloader';
import { asTapehaulError } from '@tapehaul/errors';
import { copyFromBucket, type ReadableBucket } from '../../storage/bucket-copy.ts';

/** A folder with copies of a file of a bucket and of its sidecar, as far as they exist, until it is disposed of. */
export interface CopiedPair extends AsyncDisposable {
  /** Absolute path of the folder, in which paths are those of the bucket. */
  readonly root: string;
  /** Copies the sidecar, too. */
  copySidecar(): Promise<void>;
}

/** Copies what stands at a path of a bucket to a new folder of this machine for temporary files. Rejects with a TapehaulError. */
export async function copiedPair(
  bucket: ReadableBucket,
  path: string,
  signal: AbortSignal,
): Promise<CopiedPair> {
  const root = await mkdtemp(join(tmpdir(), 'tapehaul-verify-'));
  const remove = (): Promise<void> => rm(root, { recursive: true, force: true });
  async function copy(from: string): Promise<void> {
    const file = join(root, from);
    await makeDirectory(dirname(file));
    try {
      await copyFromBucket(bucket, from, file, signal);
    } catch (thrown) {
      await rm(file, { force: true });
      const error = asTapehaulError(thrown, signal);
      if (error.code !== 'not_found') throw error;
    }
  }
  try {
    await copy(path);
  } catch (thrown) {
    await remove();
    throw thrown;
  }
  return { root, copySidecar: () => copy(sidecarKey(path)), [Symbol.asyncDispose]: remove };
}
