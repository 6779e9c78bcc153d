import { CODES, type ErrorRecord } from '@tapehaul/errors';
import type { CollectionMetrics, CollectionStats, DownloaderStats } from '@tapehaul/metrics';
import type { FlowRun } from '@tapehaul/orchestrator';
import type { Collected } from './archive-collection-flow.ts';
import type { WorkflowEvent } from './events.ts';
import type { VerdictRecord } from './verdict-record.ts';

/**
 * How a collection ended. `completed`: every file that is needed is in place. `completed_with_failures`: the
 * others are. `failed`: it could not go on. `cancelled`: it was stopped; the same command goes on.
 */
export type CollectionStatus = 'completed' | 'completed_with_failures' | 'failed' | 'cancelled';

/** A file that could not be had. */
export interface Failure {
  readonly key: string;
  readonly attempts: number;
  readonly error: ErrorRecord;
}

/** What a collection comes to. */
export interface CollectionResult {
  readonly kind: 'result';
  readonly status: CollectionStatus;
  readonly run_id: string;
  /** Absolute path. */
  readonly output_directory: string;
  readonly catalog: string;
  readonly collection_stats: CollectionStats;
  readonly downloader_stats: DownloaderStats;
  /** In place of needed, in percent. */
  readonly success_rate: number;
  readonly verdicts: readonly VerdictRecord[];
  /** Keys that the plan named and the archive does not have. */
  readonly absent: readonly string[];
  readonly failures: readonly Failure[];
  /** Why it could not go on; null unless the status is `failed` or `cancelled`. */
  readonly error: ErrorRecord | null;
  /** Process exit status that this result calls for. */
  readonly exit_code: number;
}

/** What a run found out that its result lists. */
export interface Findings {
  readonly verdicts: VerdictRecord[];
  readonly absent: string[];
  readonly failures: Failure[];
}

/** Adds what an event says to the findings. */
export function note({ verdicts, absent, failures }: Findings, event: WorkflowEvent): void {
  if (event.kind === 'verdict') {
    const { kind: _, ...verdict } = event;
    verdicts.push(verdict);
  }
  if (event.kind !== 'file') return;
  const { key, status, attempts, error } = event;
  if (status === 'absent') absent.push(key);
  if (status === 'failed' && error !== null) failures.push({ key, attempts, error });
}

/** The result of a run that has ended. */
export function resultOf(
  run: FlowRun<Collected>,
  findings: Findings,
  metrics: CollectionMetrics,
  places: Pick<CollectionResult, 'output_directory' | 'catalog'>,
): CollectionResult {
  const error = run.error?.toJSON() ?? null;
  const status = statusOf(run);
  const collection_stats = metrics.collectionStats();
  return {
    kind: 'result',
    status,
    run_id: run.runId,
    ...places,
    collection_stats,
    downloader_stats: metrics.downloaderStats(),
    success_rate: collection_stats.success_rate,
    ...findings,
    error,
    exit_code: exitCode(status, findings.failures, error),
  };
}

function statusOf({ state }: FlowRun<Collected>): CollectionStatus {
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
