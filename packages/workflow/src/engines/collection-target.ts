import type { CollectionConfig } from '@tapehaul/config';
import { type Network, networkOf } from '@tapehaul/network';
import { type BucketTarget, s3Target } from '@tapehaul/s3';
import { type ServerAccess, USUAL_ACCESS } from './access.ts';

/** Where the files of a collection go: the output directory, or the bucket that `storage` names. */
export function collectionTarget(
  config: CollectionConfig,
  root: string,
  { credentials }: ServerAccess = USUAL_ACCESS(config).storage,
  network: Network = networkOf(),
): string | BucketTarget {
  const { storage, max_parallel_downloads: concurrency, timeout_seconds: timeoutSeconds } = config;
  if (storage.type === 'local') return root;
  const { type: _, ...bucket } = storage;
  return s3Target({ ...bucket, credentials, concurrency, timeoutSeconds, network });
}
