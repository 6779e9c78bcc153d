import type { CatalogReader } from '@tapehaul/catalog';
import { bucketSources } from './bucket-sources.ts';
import { recordedBucket } from './recorded-bucket.ts';
import { localSources, type SourceFiles } from './source-files.ts';

/** Files of an output directory or of its bucket, until they are disposed of. */
export interface OpenFiles extends AsyncDisposable {
  readonly files: SourceFiles;
}

/**
 * Opens the files that are recorded in an output directory, wherever they are. Those of a bucket are copied to the folder of this machine for
 * temporary files when they are read. `root` is an absolute path.
 */
export async function openSourceFiles(
  record: Pick<CatalogReader, 'runs' | 'run'>,
  root: string,
): Promise<OpenFiles> {
  const bucket = await recordedBucket(record, root);
  if (bucket === undefined) return { files: localSources(root), [Symbol.asyncDispose]: async () => {} };
  const { target } = bucket;
  return { files: bucketSources(target), [Symbol.asyncDispose]: () => target.close() };
}
