import type { FallBack, OutcomeStatus } from '@tapehaul/downloader';
import type { ErrorRecord } from '@tapehaul/errors';
import type { FoundS5cmd } from '@tapehaul/s5cmd';
import type { VerdictRecord } from './verdict-record.ts';

/** The run has begun. */
export interface StartedEvent {
  readonly kind: 'started';
  readonly run_id: string;
  /** Absolute path. */
  readonly output_directory: string;
  /** Absolute path or address that files go below. */
  readonly storage: string;
  readonly catalog: string;
  readonly source: { readonly endpoint: string; readonly bucket: string };
  /** The engine that gets every file first; with `auto` that depends on its size. */
  readonly engine: 'auto' | 's5cmd' | 's3';
  /** The s5cmd that is at hand; null when there is none, or none is wanted. */
  readonly s5cmd: FoundS5cmd | null;
  /** Why no s5cmd is at hand; null when one is. */
  readonly why_not_s5cmd: string | null;
  /** Transfers at once. */
  readonly parallel_downloads: number;
  /** Files in an s5cmd batch; null when it is fed line by line. */
  readonly batch_size: number | null;
}

/** A span of days that the request cannot have, and why. */
export type VerdictEvent = { readonly kind: 'verdict' } & VerdictRecord;

/** The plan is made and stored: nothing has been fetched yet. */
export interface PlannedEvent {
  readonly kind: 'planned';
  readonly files: number;
  /** Files of it that were settled before the run was taken up again; no events tell of them. */
  readonly settled: number;
  readonly verdicts: number;
}

/** A file has come to its end. */
export interface FileEvent {
  readonly kind: 'file';
  readonly key: string;
  readonly status: OutcomeStatus;
  /** Absolute path or address. */
  readonly target: string;
  /** Size in place, in bytes. */
  readonly bytes: number;
  readonly sha256: string | null;
  readonly proof: 'sidecar' | 'none';
  readonly engine: string | null;
  /** Changes of engine, and the trouble that called for each. */
  readonly fall_backs: readonly FallBack[];
  readonly attempts: number;
  readonly error: ErrorRecord | null;
}

/** A file will be tried again. */
export interface RetryEvent {
  readonly kind: 'retry';
  readonly key: string;
  /** Attempts so far. */
  readonly attempts: number;
  /** UTC. */
  readonly retry_at: string;
  readonly error: ErrorRecord;
}

/** A file goes on over another engine, since the first one failed for reasons of its own. */
export interface FallBackEvent {
  readonly kind: 'fall_back';
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly error: ErrorRecord;
}

/** The source is in trouble: transfers wait, and one at a time tries whether it is well again. */
export interface PausedEvent {
  readonly kind: 'paused';
  readonly engine: string;
  readonly error: ErrorRecord;
}

/** The archive has changed since the last run: an object was replaced, came late, or has vanished. */
export interface ChangeEvent {
  readonly kind: 'change';
  readonly change: 'replaced' | 'late' | 'vanished';
  readonly key: string;
  /** What tells the versions apart: `held` and `archive`, each with `bytes, etag, lastModified`. */
  readonly facts: object;
}

/** Another run owns the output directory: this one waits until it has ended. */
export interface WaitingEvent {
  readonly kind: 'waiting';
  readonly error: ErrorRecord;
}

/** A batch of transfers has ended. */
export interface BatchEvent {
  readonly kind: 'batch';
  readonly transfers: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** What a collection tells while it runs, in order. */
export type WorkflowEvent =
  | WaitingEvent
  | StartedEvent
  | VerdictEvent
  | PlannedEvent
  | ChangeEvent
  | FileEvent
  | RetryEvent
  | FallBackEvent
  | PausedEvent
  | BatchEvent;
