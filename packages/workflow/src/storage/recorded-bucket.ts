import { resolve } from 'node:path';
import type { CatalogReader } from '@tapehaul/catalog';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import type { BucketTarget } from '@tapehaul/s3';
import { TABLES_FOLDER } from '@tapehaul/tables';
import * as z from 'zod';
import { USUAL_ACCESS } from '../engines/access.ts';
import { checkStorage } from '../engines/check-storage.ts';
import { collectionTarget } from '../engines/collection-target.ts';
import { ADOPT_FLOW, FLOW_NAME } from '../flow-names.ts';
import { closeQuietly, hasRecord, openRecord } from '../record.ts';

/** Where files go, as a configuration says. */
export type StorageSettings = CollectionConfig['storage'];

/** The bucket that files of an output directory are in. */
export interface RecordedBucket {
  /** The configuration of the collection that put files into it. */
  readonly config: CollectionConfig;
  /** The caller closes it. */
  readonly target: BucketTarget;
}

/**
 * Opens the bucket that the newest collection of an output directory put files into; undefined where files are in the directory itself.
 * No request is sent.
 */
export async function recordedBucket(
  record: Pick<CatalogReader, 'runs' | 'run'>,
  root: string,
): Promise<RecordedBucket | undefined> {
  const config = await bucketConfig(record, root);
  if (config === undefined) return undefined;
  const { storage } = USUAL_ACCESS(config);
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

/**
 * The configuration of the newest collection, where it put its files into a bucket; where nothing was collected, a usual one with the
 * bucket of the newest adoption.
 */
async function bucketConfig(
  record: Pick<CatalogReader, 'runs' | 'run'>,
  root: string,
): Promise<CollectionConfig | undefined> {
  const collection = await newestParameters(record, FLOW_NAME);
  const parameters = collection ?? (await newestParameters(record, ADOPT_FLOW));
  const { config } = collectedSchema.safeParse(parameters).data ?? {};
  const { storage } = adoptedSchema.safeParse(parameters).data ?? {};
  if (config === undefined && storage === undefined) return undefined;
  const given = config ?? { ...ANY_REQUEST, use_cloud_storage: true, storage };
  return { ...parseConfig(given), output_directory: root };
}

/** What the newest run of a flow was started with; undefined where there is none. */
async function newestParameters(record: Pick<CatalogReader, 'runs' | 'run'>, flow: string): Promise<unknown> {
  const [newest] = (await record.runs({ flow, limit: 1 })).rows;
  return newest && (await record.run(newest.runId))?.parameters;
}

/** A request that nothing is made of: a configuration needs one. */
const ANY_REQUEST = {
  ...{ markets: ['spot'], symbols: ['*'], data_types: ['trades'] },
  date_range: { start: '2025-01-01', end: 'latest' },
};

/**
 * Opens the bucket of an output directory, see {@link recordedBucket}. Rejects with a TapehaulError `run_not_found` where nothing was
 * ever collected.
 */
export async function bucketOfDirectory(root: string): Promise<RecordedBucket | undefined> {
  const record = await openRecord(root);
  try {
    return await recordedBucket(record, root);
  } finally {
    await closeQuietly(record);
  }
}

/** Checks that a bucket answers. Rejects with one TapehaulError with the cause, the setting and the remedy. */
export function checkBucket({ target, config }: RecordedBucket, signal: AbortSignal): Promise<void> {
  return checkStorage(target, TABLES_FOLDER, { config }, signal);
}

const inBucket = z.looseObject({ type: z.literal('s3') });
const collectedSchema = z.object({ config: z.looseObject({ storage: inBucket }) });
const adoptedSchema = z.object({ storage: inBucket });
