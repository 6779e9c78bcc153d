import type { CatalogReader } from '@tapehaul/catalog';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import type { BucketTarget } from '@tapehaul/s3';
import * as z from 'zod';
import { type AccessOf, USUAL_ACCESS } from '../engines/access.ts';
import { collectionTarget } from '../engines/collection-target.ts';
import { FLOW_NAME } from '../flow-names.ts';
import { openRecord } from '../record.ts';

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
  const [newest] = (await record.runs({ flow: FLOW_NAME, limit: 1 })).rows;
  const run = newest && (await record.run(newest.runId));
  const parameters = parametersSchema.safeParse(run?.parameters).data;
  if (parameters === undefined) return undefined;
  const config = { ...parseConfig(parameters.config), output_directory: root };
  const { storage } = accessOf(config);
  const target = collectionTarget(config, root, storage, storage.network);
  return typeof target === 'string' ? undefined : { config, target };
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
    await record.close();
  }
}

const parametersSchema = z.object({
  config: z.looseObject({ storage: z.looseObject({ type: z.literal('s3') }) }),
});
