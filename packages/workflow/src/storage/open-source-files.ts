import type { CatalogReader } from '@tapehaul/catalog';
import { bucketSources } from './bucket-sources.ts';
import { checkBucket, recordedBucket } from './recorded-bucket.ts';
import { localSources, type SourceFiles } from './source-files.ts';

/** Files of an output directory or of its bucket, until they are disposed of. */
export interface OpenFiles extends AsyncDisposable {
  /** Absolute path, or address of the bucket, that paths of files count from. */
  readonly address: string;
  readonly files: SourceFiles;
}

/**
 * Opens the files that are recorded in an output directory, wherever they are. Those of a bucket are copied to the folder of this machine for
 * temporary files when they are read. `root` is an absolute path. Rejects with a TapehaulError where the bucket cannot be used.
 */
export async function openSourceFiles(
  record: Pick<CatalogReader, 'runs' | 'run'>,
  root: string,
  signal: AbortSignal,
): Promise<OpenFiles> {
  const bucket = await recordedBucket(record, root);
  if (bucket === undefined)
    return { address: root, files: localSources(root), [Symbol.asyncDispose]: async () => {} };
  const { target } = bucket;
  try {
    await checkBucket(bucket, signal);
  } catch (thrown) {
    await target.close();
    throw thrown;
  }
  return {
    address: target.locate(''),
    files: bucketSources(target),
    [Symbol.asyncDispose]: () => target.close(),
  };
}
