import type { ErrorRecord } from '@tapehaul/errors';
import type { CollectionStats, DownloaderStats } from '@tapehaul/metrics';
import type { VerdictAnswer } from '@tapehaul/planner';

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
  readonly verdicts: readonly Omit<VerdictAnswer, 'kind'>[];
  /** Keys that the plan named and the archive does not have. */
  readonly absent: readonly string[];
  readonly failures: readonly Failure[];
  /** Why it could not go on; null unless the status is `failed` or `cancelled`. */
  readonly error: ErrorRecord | null;
  /** Process exit status that this result calls for. */
  readonly exit_code: number;
}
