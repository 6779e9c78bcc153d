/**
 * Why a span was dropped: the queue was full, its export failed or timed out, the receiver took the export and refused
 * the span, or it came too late to be sent.
 */
export type DropReason = 'queue_full' | 'export_failed' | 'refused' | 'shutdown';

/**
 * How many spans had which fate. At any moment `made` = `sent` + `queued` + `held` + `sampled_out` + `dropped`; after
 * a shutdown nothing is queued or held, so `made` = `sent` + `sampled_out` + `dropped`.
 */
export interface SpanFigures {
  /** Spans that ended. */
  readonly made: number;
  /** Spans that the receiver took. */
  readonly sent: number;
  /** Spans that wait for their export, or are being exported. */
  readonly queued: number;
  /** Spans of tasks that have not ended yet, for which nothing is decided. */
  readonly held: number;
  /** Spans of tasks that were left out on purpose. */
  readonly sampled_out: number;
  /** Spans that were lost: the sum of `dropped_by`. */
  readonly dropped: number;
  readonly dropped_by: Readonly<Record<DropReason, number>>;
  /** Spans that started and have not ended: they are not among those made. */
  readonly unfinished: number;
  /** Why the latest failed export failed, when one did; or that there was no time to send all. */
  readonly last_export_error?: string;
}

/** The figures when nothing is traced. */
export const NO_SPANS: SpanFigures = {
  made: 0,
  sent: 0,
  queued: 0,
  held: 0,
  sampled_out: 0,
  dropped: 0,
  dropped_by: { queue_full: 0, export_failed: 0, refused: 0, shutdown: 0 },
  unfinished: 0,
};
