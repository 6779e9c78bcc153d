import type { Claim } from './admission.ts';

/** Hashes a file while an engine writes it, where the engine reports how far it is. */
export interface FileHasher {
  /** The file is begun, or begun anew. */
  begin(): void;
  /**
   * That many bytes from the beginning are in the file, without a gap, and stay as they are. Gives a promise when the engine
   * should write no more before it resolves; it never rejects.
   */
  written(bytes: number): 'more' | Promise<void>;
}

/** One object to bring from the archive. */
export interface Transfer {
  /** Key in the bucket, raw UTF-8. */
  readonly key: string;
  /** Absolute path to write; its directory exists and nothing else is called that. */
  readonly path: string;
  /** Size in bytes, when a listing showed it. */
  readonly size?: number;
  /**
   * Most bytes that the object may have. An engine gives up with `too_large` as soon as it knows of more, or sees more
   * come, whatever the server says of its length; what it has received by then is dropped. No limit by default.
   */
  readonly maxBytes?: number;
  /** Typical size of such objects in bytes; a guess, for choosing how to fetch it. */
  readonly likelySize?: number;
  /**
   * An engine that can may hand over an object of at most that many bytes in memory, and then writes nothing
   * at the path; 0 by default. A small file need not be written twice that way.
   */
  readonly inMemoryUpTo?: number;
  /**
   * Whether the caller proves the content by a digest that it has from elsewhere. Only then may an engine take a way on
   * which a faulty server could give it the content of another object.
   */
  readonly proved?: boolean;
  /**
   * To be called when the engine begins to move it, in milliseconds since 1970 UTC, where that is not when it was
   * requested to.
   */
  readonly onBegin?: (at: number) => void;
  /**
   * Where an engine adds the bytes that were wasted, as far as it sees them: of an attempt that failed, or of a part that
   * had to come again. Those of the object it reports when it arrived.
   */
  readonly cost?: { bytesFetched: number };
  /**
   * Whether only size, ETag and date of the object are wanted, and none of its content: nothing is written, and `Received.bytes` is
   * the size of the object. Only engines that {@link Engine.readsVersions} get such transfers.
   */
  readonly versionOnly?: boolean;
  /** Hashes the file at the path while it grows; an engine that hashes the object itself need not use it. */
  readonly hasher?: FileHasher;
  /** What is fetched together with it; for the downloader, engines leave it alone. */
  readonly claim?: Claim;
}

/** What an engine says of a transfer that arrived whole. */
export interface Received {
  /** Size of the object, in bytes. */
  readonly bytes: number;
  /** Upstream's change token without quotes, when the engine sees it. */
  readonly etag: string | null;
  /** When upstream says that it was last modified, ISO 8601 UTC, when the engine sees it. */
  readonly lastModified: string | null;
  /** SHA-256 of the bytes as 64 hex digits, when the engine saw all of them pass in order; null otherwise. */
  readonly sha256: string | null;
  /** The bytes themselves when they were handed over in memory; null when they are at the path. */
  readonly content: Uint8Array | null;
  /**
   * Whether it came on a way that only {@link Transfer.proved} allows, so that it has yet to be proved whose content it
   * is; false by default.
   */
  readonly shared?: boolean;
}

/**
 * What moves bytes. The contract:
 *
 * - `get` resolves once the object has arrived whole, at `transfer.path` or in memory. Whole means: of the length
 *   that upstream announced, and all of one version. Whether the bytes are right is for the caller to prove.
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
  /**
   * Whether it holds transfers back and calls their {@link Transfer.onBegin}; false by default: it begins with each when that is
   * requested.
   */
  readonly reportsBegin?: boolean;
  /**
   * Whether it reports ETag and date of each object, and takes transfers that are {@link Transfer.versionOnly}; false by
   * default.
   */
  readonly readsVersions?: boolean;
  /** Small transfers that it takes beside those: which ones, and how many. Without it they count as all others do. */
  readonly small?: { takes(transfer: Transfer): boolean; readonly capacity: number };
  get(transfer: Transfer, signal: AbortSignal): Promise<Received>;
  /** Ends what runs and frees what is held. May be called twice. */
  close(): Promise<void>;
}
