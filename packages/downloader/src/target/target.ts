/** A file that has arrived and waits to be published: in memory, or at a path in the staging directory. */
export type Arrived =
  | { readonly kind: 'memory'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly path: string; readonly size: number };

/** A zip that has arrived, and its sidecar when upstream has one and it was requested. */
export interface ArrivedPair {
  readonly zip: Arrived;
  readonly sidecar: Arrived | null;
}

/** What is known of a pair that is published. */
export interface PublishedProof {
  /** SHA-256 of the zip, as 64 hex digits. */
  readonly sha256: string;
  /** Whether a zip stands at the path that this one replaces. */
  readonly replaces: boolean;
}

/** What stands at a path of a target. */
export interface TargetFile {
  /** Size in bytes. */
  readonly bytes: number;
  /** Modification time in milliseconds since 1970 UTC; 0 where a target has none that can be relied on. */
  readonly mtimeMs: number;
  /** SHA-256 that the target itself keeps with the file, as 64 hex digits; null where it keeps none. */
  readonly sha256: string | null;
}

/**
 * Where proved files go: a local disk, or a bucket. Paths count from its root, with forward slashes. The
 * contract:
 *
 * - A path never shows a partial file, and `publish` is called with proved files only.
 * - With `publish` the arrived files are the target's: moved, or copied and removed, and removed when it rejects; the caller
 *   does not touch them again.
 * - A zip never stands without the sidecar that it came with: a new one comes after its sidecar, one that
 *   replaces another comes before it, so that a process that dies in between leaves a difference to be seen.
 * - Errors are TapehaulErrors: `disk_full`, `target_blocked`, `access_denied`, `throttled`, …
 */
export interface Target {
  /** Absolute path or address of a file of that path, for people. */
  locate(path: string): string;
  /** The file that stands at a path; undefined when none does. */
  find(path: string, signal?: AbortSignal): Promise<TargetFile | undefined>;
  /**
   * Rejects before anything is fetched when a file of that path, or its sidecar, cannot be put in place: `target_blocked` where something
   * that is no file stands there. Left out where a path is no more than a name, as in a bucket.
   */
  requirePlace?(path: string): Promise<void>;
  /** The content of what stands at a path, from its first byte. A chunk is valid until the next is requested. */
  read(path: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Publishes a pair: the zip at the path, its sidecar at the path with `.CHECKSUM`. */
  publish(pair: ArrivedPair, path: string, proof: PublishedProof, signal: AbortSignal): Promise<TargetFile>;
  /** Keeps the zip that stands at a path, and its sidecar if it has one, at another path too. */
  keep(path: string, as: string, signal: AbortSignal): Promise<void>;
  /** Puts a sidecar beside the zip that stands at the path. */
  publishSidecar(sidecar: Arrived, path: string, signal: AbortSignal): Promise<void>;
  /** Removes the zip at a path, and its sidecar after it; resolves also where nothing stands there. */
  remove(path: string, signal: AbortSignal): Promise<void>;
  /**
   * Resolves once what was published at that path outlives a power cut, as far as the target promises that. Rejects with
   * a TapehaulError `cancelled` when that takes longer than a second or two after the signal aborts.
   */
  durable(path: string, signal?: AbortSignal): Promise<void>;
  /** Frees what is held; waits a second or two at most for what is no longer waited for. */
  close(): Promise<void>;
}
