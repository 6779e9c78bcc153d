import { join } from 'node:path';
import * as z from 'zod';
import { METADATA, runDirectory } from '../../directory.ts';
import { SettledCounts, settledSummarySchema } from '../../plan/settled/settled-counts.ts';
import { MOST_METADATA } from '../../result/collection-metadata.ts';
import { readSmall } from '../../result/regular-file.ts';

/** What the plan of a run that is continued took from the record, as its metadata have it; unknown where they do not say. */
export async function countedBefore(root: string, runId: string): Promise<SettledCounts> {
  const text = await readSmall(join(runDirectory(root, runId), METADATA), MOST_METADATA).catch(() => '');
  try {
    return new SettledCounts(planSchema.parse(JSON.parse(text)).settled);
  } catch {
    return new SettledCounts(null);
  }
}

const planSchema = z.object({ settled: settledSummarySchema.nullable() });
