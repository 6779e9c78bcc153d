import type { CatalogReader, RunSummary } from '@tapehaul/catalog';
import * as z from 'zod';
import { FILE_TASK } from '../flow-names.ts';

/** Files of a run by state, with their bytes. */
export type FileCounts = Awaited<ReturnType<CatalogReader['counts']>>;

/** The same, as the metadata of a run have it. */
export const countsSchema = z.record(
  z.string().max(64),
  z.object({ tasks: z.int().nonnegative(), bytes: z.number().nonnegative() }),
);

const resultSchema = z.object({ metadata: z.object({ files: countsSchema }) });

const settledSchema = z.object({
  metadata: z.object({ settled: z.object({ files: z.int().nonnegative() }).nullable() }),
});

/**
 * How many files of the plan of a run are of days that were settled before: they are held, and the run neither fetched nor checked
 * them, so they are in no state. By the result of the run; null where that does not say, as before the run has ended.
 */
export function settledFiles(result: unknown): number | null {
  return settledSchema.safeParse(result).data?.metadata.settled?.files ?? null;
}

/**
 * Files of a run by state. The tasks of a run that `repair` has restored are lost: what its metadata counted is given then.
 */
export async function fileCounts(
  record: CatalogReader,
  { runId }: Pick<RunSummary, 'runId'>,
): Promise<FileCounts> {
  const counts = await record.counts(runId, FILE_TASK);
  if (Object.keys(counts).length > 0) return counts;
  const kept = resultSchema.safeParse((await record.run(runId))?.result);
  return kept.success ? kept.data.metadata.files : counts;
}
