import { resolve } from 'node:path';
import { diagnoseTarget } from '../../upkeep/doctor/diagnose-target.ts';
import { failed, type PointOutcome, passed } from '../trial/setup-point.ts';
import type { Trial } from '../trial/trial.ts';

/** How long a server of a bucket is waited for, in seconds. */
const PATIENCE_SECONDS = 5;

/** The promises that are tried: small files, written, read back, replaced and removed. */
const PROMISES = ['finds_nothing', 'publishes', 'takes_staged_files', 'replaces', 'removes'];

/** Keys of the configuration that say where files go. */
const PLACES = ['output_directory', 'local_data_dir', 'use_cloud_storage', 'storage'];

/** Tries whether the output directory, or the bucket, takes files, gives them back and removes them. Leaves nothing there. */
export async function tryStorage({ settings, env, signal }: Trial): Promise<PointOutcome> {
  const { config, replaced } = settings;
  const isUnknown = replaced === 'all' || PLACES.some((key) => replaced.has(key));
  if (isUnknown)
    return failed(
      'not tried, because the configuration does not say where files go',
      'Correct the configuration.',
    );
  const timeout_seconds = Math.min(config.timeout_seconds, PATIENCE_SECONDS);
  let count = 0;
  for await (const found of diagnoseTarget({ ...config, timeout_seconds }, env, signal, PROMISES)) {
    if (found.status === 'failed') return failed(found.message, found.remedy);
    count += 1;
  }
  const { storage, output_directory } = config;
  const place =
    storage.type === 's3'
      ? `s3://${[storage.bucket, storage.prefix].filter(Boolean).join('/')}`
      : resolve(output_directory);
  return passed(`${place} keeps ${count} promises: files were written, read back, replaced and removed`);
}
