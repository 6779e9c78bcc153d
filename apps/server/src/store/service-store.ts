import type { Job } from './job.ts';

/** What a request is known by: the key that its sender gave it, and the digest of its body. */
export interface RequestKey {
  readonly key: string;
  readonly digest: string;
}

/** A request that was accepted before. */
export interface KnownRequest extends RequestKey {
  /** The run that it led to. */
  readonly runId: string;
}

/**
 * What the service has promised: what is stored here outlives its process and a power cut. One process owns it at a time. Each method
 * rejects with a TapehaulError `store_failed` where it cannot be read or written, and those that write with `output_in_use` once
 * another process has taken it over.
 */
export interface ServiceStore {
  readonly jobs: JobStore;
  readonly requests: RequestStore;
  /** Lets another process own it. Nothing of it can be used afterwards. */
  close(): void;
}

/** Jobs that have been accepted and have not ended. */
export interface JobStore {
  /**
   * Stores a job, and the key of its request with it: both or neither. Gives the request that came with that key before, if there is
   * one; then nothing is stored.
   */
  add(job: Job, request: RequestKey | null): Promise<KnownRequest | undefined>;
  /** Removes a job that has ended or is not wanted any more; does nothing where there is none of that run. */
  remove(runId: string): Promise<void>;
  /** All jobs, in the order in which they were added. One that cannot be read is reported by its run, and left out from then on. */
  all(): Promise<readonly Job[]>;
}

/** The latest 10,000 requests that had a key. */
export interface RequestStore {
  /** The request that came with a key. */
  find(key: string): Promise<KnownRequest | undefined>;
}
