/** One object to bring from the archive to a staging path. */
export interface Transfer {
  /** Key in the bucket, raw UTF-8. */
  readonly key: string;
  /** Absolute path to write; its directory exists and nothing else is called that. */
  readonly path: string;
  /** Size in bytes, when a listing told it. */
  readonly size?: number;
}

/** What an engine says of a transfer that arrived whole. */
export interface Received {
  /** Size of the file written, in bytes. */
  readonly bytes: number;
  /** Upstream's change token without quotes, when the engine sees it. */
  readonly etag: string | null;
}

/**
 * What moves bytes. The contract:
 *
 * - `get` resolves once the object stands whole at `transfer.path`. Whole means: of the length that upstream
 *   announced. Whether the bytes are right is for the caller to prove.
 * - `get` rejects with a TapehaulError otherwise, and then leaves nothing at the path: `not_found`,
 *   `access_denied`, `throttled`, `connection_failed`, … for what upstream did; `engine_unavailable`,
 *   `engine_crashed`, `no_result` and `stalled` for trouble of the engine's own, which another engine may
 *   not have.
 * - `get` may be called again for the same key, and for many keys at once; the engine orders the work.
 * - An aborted signal rejects with `cancelled` soon, and ends the work of that transfer.
 */
export interface Engine {
  readonly name: string;
  /** How many transfers the engine likes to have in hand, so that it is never idle. */
  readonly capacity: number;
  get(transfer: Transfer, signal: AbortSignal): Promise<Received>;
  /** Ends what runs and frees what is held. May be called twice. */
  close(): Promise<void>;
}
