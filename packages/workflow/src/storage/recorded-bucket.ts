import { resolve } from 'node:path';
import type { CatalogReader } from '@tapehaul/catalog';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import type { BucketTarget } from '@tapehaul/s3';
import { TABLES_FOLDER } from '@tapehaul/tables';
import * as z from 'zod';
import { type AccessOf, USUAL_ACCESS } from '../engines/access.ts';
import { checkStorage } from '../engines/check-storage.ts';
import { collectionTarget } from '../engines/collection-target.ts';
import { FLOW_NAME } from '../flow-names.ts';
import { closeQuietly, hasRecord, openRecord } from '../record.ts';

/** Where files go, as a configuration says. */
export type StorageSettings = CollectionConfig['storage'];

/** The bucket that files of an output directory are in. */
export interface RecordedBucket {
  /** The configuration of the collection that put files into it. */
  readonly config: CollectionConfig;
  /** Closed by who opened it. */
  readonly target: BucketTarget;
}

/**
 * Opens the bucket that the newest collection of an output directory put files into; undefined where files are in the directory itself.
 * No request is sent. Throws a TapehaulError where the access refuses the storage.
 */
export async function recordedBucket(
  record: Pick<CatalogReader, 'runs' | 'run'>,
  root: string,
  accessOf: AccessOf = USUAL_ACCESS,
): Promise<RecordedBucket | undefined> {
  const config = await bucketConfig(record, root);
  if (config === undefined) return undefined;
  const { storage } = accessOf(config);
  const target = collectionTarget(config, root, storage, storage.network);
  return typeof target === 'string' ? undefined : { config, target };
}

/**
 * Where the newest collection of an output directory put its files; the directory itself where nothing was collected. No request is
 * sent.
 */
export async function storageOf(outputDirectory: string): Promise<StorageSettings> {
  const root = resolve(outputDirectory);
  if (!(await hasRecord(root))) return { type: 'local' };
  const record = await openRecord(root);
  try {
    return (await bucketConfig(record, root))?.storage ?? { type: 'local' };
  } finally {
    await closeQuietly(record);
  }
}

/** The configuration of the newest collection, where it put its files into a bucket. */
async function bucketConfig(
  record: Pick<CatalogReader, 'runs' | 'run'>,
  root: string,
): Promise<CollectionConfig | undefined> {
  const [newest] = (await record.runs({ flow: FLOW_NAME, limit: 1 })).rows;
  const run = newest && (await record.run(newest.runId));
  const parameters = parametersSchema.safeParse(run?.parameters).data;
  return parameters && { ...parseConfig(parameters.config), output_directory: root };
}

/**
 * Opens the bucket of an output directory, see {@link recordedBucket}. Rejects with a TapehaulError `run_not_found` where nothing was
 * ever collected.
 */
export async function bucketOfDirectory(
  root: string,
  accessOf?: AccessOf,
): Promise<RecordedBucket | undefined> {
  const record = await openRecord(root);
  try {
    return await recordedBucket(record, root, accessOf);
  } finally {
    await closeQuietly(record);
  }
}

/** Checks that a bucket answers. Rejects with one TapehaulError with the cause, the setting and the remedy. */
export function checkBucket({ target, config }: RecordedBucket, signal: AbortSignal): Promise<void> {
  return checkStorage(target, TABLES_FOLDER, { config }, signal);
}

const parametersSchema = z.object({
  config: z.looseObject({ storage: z.looseObject({ type: z.literal('s3') }) }),
});
