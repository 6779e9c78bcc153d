import { bucketOfDirectory, checkBucket } from '../../storage/recorded-bucket.ts';
import { type BucketTablesOptions, bucketTables } from './bucket-tables.ts';
import { localTables } from './local-tables.ts';
import type { TableStorage } from './table-storage.ts';

/** Where tables stand, until it is disposed of. */
export interface OpenTables extends AsyncDisposable {
  readonly storage: TableStorage;
}

/**
 * Opens what the tables of an output directory are built from: the directory, or the bucket that its newest collection put files into, which is
 * checked first. Rejects with a TapehaulError `run_not_found` where nothing was ever collected, and with the cause, the setting and the remedy
 * where the bucket cannot be used.
 */
export async function openTables(
  root: string,
  { request, signal }: Pick<BucketTablesOptions, 'request' | 'signal'>,
): Promise<OpenTables> {
  const bucket = await bucketOfDirectory(root);
  if (bucket === undefined) return { storage: localTables(root), [Symbol.asyncDispose]: async () => {} };
  const { target } = bucket;
  try {
    await checkBucket(bucket, signal ?? new AbortController().signal);
  } catch (thrown) {
    await target.close();
    throw thrown;
  }
  return {
    storage: bucketTables({ root, target, request, signal }),
    [Symbol.asyncDispose]: () => target.close(),
  };
}
