import { CODES, type ErrorRecord } from '@tapehaul/errors';
import type { CollectionMetrics, CollectionStats, DownloaderStats } from '@tapehaul/metrics';
import type { FlowRun } from '@tapehaul/orchestrator';
import prettyBytes from 'pretty-bytes';
import type { CollectionMetadata, CollectionStatus } from './collection-metadata.ts';
import type { Failure, Findings } from './findings.ts';
import type { VerdictRecord } from './verdict-record.ts';

/** What a collection comes to. */
export interface CollectionResult {
  readonly kind: 'result';
  readonly status: CollectionStatus;
  readonly run_id: string;
  /** Absolute path. */
  readonly output_directory: string;
  readonly catalog: string;
  readonly metadata: CollectionMetadata;
  readonly ingestion_metadata_id: string;
  readonly storage_zones_used: readonly string[];
  readonly collection_stats: CollectionStats;
  readonly downloader_stats: DownloaderStats;
  /** In place of needed, in percent. */
  readonly success_rate: number;
  /** `total_size_bytes` for people, as `1.2 GB`. */
  readonly total_size_formatted: string;
  readonly verdicts: readonly VerdictRecord[];
  /** Keys that the plan named and the archive does not have. */
  readonly absent: readonly string[];
  readonly failures: readonly Failure[];
  /** Why it could not go on; null unless the status is `failed` or `cancelled`. */
  readonly error: ErrorRecord | null;
  /** Process exit status that this result calls for. */
  readonly exit_code: number;
}

/** What a result is made from. */
export interface Ending {
  readonly run: FlowRun<unknown>;
  readonly findings: Findings;
  readonly metrics: CollectionMetrics;
  readonly metadata: CollectionMetadata;
  readonly places: Pick<CollectionResult, 'output_directory' | 'catalog'>;
}

/** The result of a run that has ended. */
export function resultOf({ run, findings, metrics, metadata, places }: Ending): CollectionResult {
  const error = run.error?.toJSON() ?? null;
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
    ...findings,
    error,
    exit_code: exitCode(status, findings.failures, error),
  };
}

/** How a collection ended, by the state of its run. */
export function statusOf({ state }: Pick<FlowRun<unknown>, 'state'>): CollectionStatus {
  if (state === 'Completed') return 'completed';
  if (state === 'CompletedWithGaps') return 'completed_with_failures';
  return state === 'Cancelled' ? 'cancelled' : 'failed';
}

/** 0 done, 3 some files failed, 6 or 7 one of them for integrity or the disk, else what the error calls for. */
function exitCode(status: CollectionStatus, failures: readonly Failure[], error: ErrorRecord | null): number {
  if (status === 'completed') return 0;
  if (error !== null) return CODES[error.code].exit;
  const calls = new Set<number>(failures.map((failure) => CODES[failure.error.code].exit));
  return [6, 7].find((exit) => calls.has(exit)) ?? 3;
}
