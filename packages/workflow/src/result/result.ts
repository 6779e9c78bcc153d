import type { CollectionConfig } from '@tapehaul/config';
import { asTapehaulError, CODES, type ErrorRecord, exitStatusOfError } from '@tapehaul/errors';
import type { CollectionMetrics, CollectionStats, DownloaderStats } from '@tapehaul/metrics';
import type { FlowRun } from '@tapehaul/orchestrator';
import prettyBytes from 'pretty-bytes';
import * as z from 'zod';
import { statisticsShape } from '../events/engines-stated.ts';
import { errorRecord } from '../events/event-parts.ts';
import { disputeFinding, type Failure, type RunFindings } from '../events/findings.ts';
import { type TablesSummary, tablesSummarySchema } from '../events/table-events.ts';
import { exitOfMissing } from '../plan/missing/exit-of-missing.ts';
import { planWarningSchema } from '../plan/records/plan-warning.ts';
import { type UnknownSeries, unknownSeriesSchema } from '../plan/records/unknown-series.ts';
import { verdictRecordSchema } from '../plan/records/verdict-record.ts';
import { type SettledSummary, settledSummarySchema } from '../plan/settled/settled-counts.ts';
import type { CollectionMetadata, CollectionStatus } from './collection-metadata.ts';
import { type RunCoverage, runCoverageSchema } from './days/run-coverage.ts';

const failure = z
  .object({ key: z.string(), attempts: z.number(), error: errorRecord })
  .readonly()
  .describe('A file that could not be had.');

const collectionStats = z.object({
  total_tasks: z.number().describe('Files that the plan needs.'),
  successful_tasks: z.number().describe('Files fetched and in place.'),
  failed_tasks: z.number(),
  skipped_tasks: z.number().describe('In place already, or absent from the archive.'),
  total_size_bytes: z
    .number()
    .describe('Size of all files of the plan that are in place, in bytes, without those of settled days.'),
  processing_time_seconds: z.number(),
  success_rate: z
    .number()
    .nullable()
    .describe('In place of needed, in percent; null where no file is needed.'),
}) satisfies z.ZodType<CollectionStats>;

const downloaderStats = z.object({
  files_downloaded: z.number(),
  files_failed: z.number(),
  total_bytes: z.number().describe('Bytes moved, sidecars and repeated attempts included.'),
  download_time: z.number().describe('Seconds from the start of the first fetch to the end of the last.'),
  batches_processed: z.number(),
  fall_backs: z.number(),
  cache_hits: z.number(),
  success_rate: z.number().nullable().describe('In percent; null where no file was fetched or in place.'),
  ...statisticsShape,
}) satisfies z.ZodType<DownloaderStats>;

/** The result of a collection. */
export const collectionResultSchema = z
  .object({
    kind: z.literal('result'),
    status: z.enum(['completed', 'completed_with_failures', 'failed', 'cancelled']),
    run_id: z.string(),
    output_directory: z.string().describe('Absolute path.'),
    catalog: z.string(),
    metadata: z.record(z.string(), z.unknown()).readonly().describe('The content of metadata.json.'),
    ingestion_metadata_id: z.string(),
    storage_zones_used: z.array(z.string()).readonly(),
    collection_stats: collectionStats,
    downloader_stats: downloaderStats,
    success_rate: z
      .number()
      .nullable()
      .describe('In place of needed, in percent; null where no file is needed.'),
    proved_files: z
      .number()
      .nullable()
      .describe(
        'Files of the plan that are held and proved by their sidecar; null for a run that did not finish.',
      ),
    deeply_proved_files: z
      .number()
      .nullable()
      .describe(
        'Files of the plan that are held and whose content was inflated and compared; null for a run that did not finish.',
      ),
    total_size_formatted: z.string().describe('total_size_bytes for people, such as 1.2 GB.'),
    verdicts: z.array(verdictRecordSchema).readonly(),
    unknown: z
      .array(unknownSeriesSchema)
      .readonly()
      .describe('What was requested and the archive has nothing of.'),
    coverage: runCoverageSchema
      .nullable()
      .describe(
        'Requested days by series, as the record has them at the end; null for a run that did not finish.',
      ),
    absent: z
      .array(z.string())
      .readonly()
      .describe('Keys that the plan named and the archive does not have, in their order.'),
    failures: z.array(failure).readonly().describe('In the order of their keys.'),
    tables: tablesSummarySchema
      .nullable()
      .describe('What was built of tables; null where none were requested, or the run did not get that far.'),
    warnings: z
      .array(planWarningSchema)
      .readonly()
      .describe('What a person should know of how the plan was made; empty once a run was continued.'),
    settled: settledSummarySchema
      .nullable()
      .describe(
        'Days of which the record had the answer when the plan was made; null without a plan, and of a continued run of an earlier version.',
      ),
    disputes: z
      .array(disputeFinding)
      .readonly()
      .describe(
        'Files that contradict their checksums, in the order of their keys; the new ones are among the failures too.',
      ),
    error: errorRecord
      .nullable()
      .describe('Why it could not continue; null unless the status is failed or cancelled.'),
    exit_code: z.number().describe('Process exit status that this result calls for.'),
  })
  .readonly();

/** The result of a collection. */
export interface CollectionResult extends Omit<z.output<typeof collectionResultSchema>, 'metadata'> {
  readonly metadata: CollectionMetadata;
}

/** What a result is made from. */
export interface ResultParts {
  readonly run: FlowRun<unknown>;
  readonly findings: RunFindings;
  /** What was requested and the archive has nothing of. */
  readonly unknown: readonly UnknownSeries[];
  /** Requested days by series; null for a run that did not finish. */
  readonly coverage: RunCoverage | null;
  /** What was built of tables; null where nothing was. */
  readonly tables: TablesSummary | null;
  /** Days that could exist, and are not held; 0 unless `fail_on` is about them. */
  readonly missing: number;
  /** Days of which the record had the answer; null where that is not known. */
  readonly settled: SettledSummary | null;
  readonly config: CollectionConfig;
  readonly metrics: CollectionMetrics;
  readonly metadata: CollectionMetadata;
  readonly places: Pick<CollectionResult, 'output_directory' | 'catalog'>;
}

/** The result of a run that has ended. */
export function resultOf(parts: ResultParts): CollectionResult {
  const { run, findings, unknown, coverage, tables, missing, settled, config, metrics, metadata, places } =
    parts;
  const error = run.error === undefined ? null : asTapehaulError(run.error).toJSON();
  const status = statusOf(run);
  const collection_stats = metrics.collectionStats();
  return {
    kind: 'result',
    status,
    run_id: run.runId,
    ...places,
    metadata,
    ingestion_metadata_id: metadata.id,
    storage_zones_used: metadata.storage_zones,
    collection_stats,
    downloader_stats: metrics.downloaderStats(),
    success_rate: collection_stats.success_rate,
    total_size_formatted: prettyBytes(collection_stats.total_size_bytes),
    ...inOrder(findings),
    unknown,
    coverage,
    tables,
    settled,
    proved_files: metadata.proved_files,
    deeply_proved_files: metadata.deeply_proved_files,
    error,
    exit_code:
      status === 'completed'
        ? exitOfMissing(config, { unknown: unknown.length, missing })
        : exitCode([...findings.failures, ...tableFailures(tables)], error),
  };
}

/** The findings of a run in the order of their keys: the order in which files end differs from run to run. */
function inOrder({ absent, failures, disputes, ...found }: RunFindings): RunFindings {
  const byKey = <Found extends { readonly key: string }>(files: readonly Found[]): Found[] =>
    files.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  return { ...found, absent: absent.toSorted(), failures: byKey(failures), disputes: byKey(disputes) };
}

/** How a collection ended, by the state of its run. */
export function statusOf({ state }: Pick<FlowRun<unknown>, 'state'>): CollectionStatus {
  if (state === 'Completed') return 'completed';
  if (state === 'CompletedWithGaps') return 'completed_with_failures';
  return state === 'Cancelled' ? 'cancelled' : 'failed';
}

/** 3 some files failed, 6 or 7 one of them for integrity or the disk, else what the error calls for. */
function exitCode(failures: readonly Pick<Failure, 'error'>[], error: ErrorRecord | null): number {
  if (error !== null) return exitStatusOfError(error);
  return exitOfFailures(failures.map((failure) => failure.error));
}

/** Why tables could not be built. */
function tableFailures(tables: TablesSummary | null): readonly Pick<Failure, 'error'>[] {
  const { failures = [], error = null } = tables ?? {};
  return error === null ? failures : [...failures, { error }];
}

/** The exit status that failed files call for: 6 or 7 when one of them is for integrity or the disk, else 3. */
export function exitOfFailures(errors: readonly ErrorRecord[]): number {
  const calls = new Set<number>(errors.map(({ code }) => CODES[code].exit));
  return [6, 7].find((exit) => calls.has(exit)) ?? 3;
}
