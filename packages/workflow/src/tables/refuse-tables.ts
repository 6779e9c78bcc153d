import type { CatalogReader } from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import { FLOW_NAME } from '../flow-names.ts';
import { closeQuietly, openRecord } from '../record.ts';

/**
 * Reads the record of an output directory whose tables are to be built, and refuses a directory whose files are in a bucket. Rejects with a
 * TapehaulError `run_not_found` where nothing was ever collected, `config_invalid` for a bucket.
 */
export async function refuseTables(root: string): Promise<void> {
  const record = await openRecord(root);
  try {
    const bucket = await bucketOf(record);
    if (bucket === undefined) return;
    throw new TapehaulError('config_invalid', `the files of ${root} are in the bucket ${bucket}`, {
      facts: { root, bucket },
      hint: 'Tables cannot be built in a bucket yet. Collect the same request with use_cloud_storage false, then build its tables there.',
    });
  } finally {
    await closeQuietly(record);
  }
}

/** The bucket that the newest collection put files into; undefined where it put them into the output directory. */
async function bucketOf(record: CatalogReader): Promise<string | undefined> {
  const [newest] = (await record.runs({ flow: FLOW_NAME, limit: 1 })).rows;
  const run = newest && (await record.run(newest.runId));
  return parametersSchema.safeParse(run?.parameters).data?.config.storage.bucket;
}

const parametersSchema = z.object({
  config: z.object({ storage: z.object({ type: z.literal('s3'), bucket: z.string() }) }),
});
