import type { Arrived, Target } from '@tapehaul/downloader';

/** A file that a bucket has. */
export interface BucketFile {
  /** Below the prefix of the target, with forward slashes. */
  readonly path: string;
  /** Size in bytes. */
  readonly bytes: number;
}

/** A bucket as target, which also keeps files of our own that have no sidecar, and lists what it has. */
export interface BucketTarget extends Target {
  /**
   * Puts a file at a path, in place of what stands there: readers get the one before or this one, never a part. The server
   * refuses other bytes than those of the SHA-256, 64 hex digits, which stays with the object. The file given stays. Rejects as
   * `publish` does.
   */
  put(file: Arrived, path: string, sha256: string, signal: AbortSignal): Promise<void>;
  /**
   * The files whose paths begin with a text, page by page in the order of the bytes of their names; an empty text lists all. Rejects
   * with a TapehaulError.
   */
  list(beginning: string, signal?: AbortSignal): AsyncGenerator<readonly BucketFile[], void, undefined>;
}
