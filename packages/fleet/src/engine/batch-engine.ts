import type { BatchRef } from './batch-ref.ts';

/** How a batch ends: `done` takes it from the queue; `again` gives it back, such as when the worker shuts down. */
export type BatchEnd = 'done' | 'again';

/** How a batch is worked on. */
export interface BatchContext {
  /**
   * Aborts when the batch is withdrawn, and when this worker has lost it to another one. Work continues until it sees that, so that
   * what it writes must be fenced by the record.
   */
  readonly signal: AbortSignal;
}

/**
 * Works on a batch. When it rejects, the batch is given back as by `again`. It may run twice at once for the same batch: a worker that stood
 * still longer than its heartbeat allows is taken for dead.
 */
export type BatchWork = (batch: BatchRef, context: BatchContext) => Promise<BatchEnd>;

/** A worker that takes batches. */
export interface Serving {
  /**
   * When it last requested batches, or showed that it lives, whether the engine answered or not, in milliseconds since 1970 UTC: a worker that
   * does neither any more hangs. Undefined for an engine that need not be asked.
   */
  readonly activeAt?: number;
  /** Takes no further batch. Resolves once those in progress have ended; what is given back is another worker's from then on. */
  stop(): Promise<void>;
}

/** Batches of an engine that have not ended. */
export interface Backlog {
  readonly queued: number;
  readonly running: number;
}

/**
 * Hands batches to workers: each at least once, until it is done. Everything else about them is in the record: which tasks they have,
 * which of them have an outcome, and whose batch it is. Calls reject with a TapehaulError `engine_unavailable` when the engine cannot be reached.
 */
export interface BatchEngine {
  /** Queues batches. One that is queued or in progress already stays as it is. */
  offer(batches: readonly BatchRef[]): Promise<void>;
  /** Works on batches, at most `slots` at once. */
  serve(slots: number, work: BatchWork): Serving;
  /** Removes the batches of a run that are queued, and aborts the signals of those in progress, wherever they are. */
  withdraw(run: string): Promise<void>;
  /** How many batches have not ended: of one run, or of all. */
  backlog(run?: string): Promise<Backlog>;
  /** Stops the workers of this process and gives up connections. */
  close(): Promise<void>;
}
