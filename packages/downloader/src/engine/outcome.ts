import type { ErrorCode, TapehaulError } from '@tapehaul/errors';

/** Is notified that a transfer failed, and after how many milliseconds it is tried again. */
export type RetryListener = (error: TapehaulError, waitMs: number) => void;

/** One object to have in place, proved. */
export interface DownloadRequest {
  /** Key of the zip in the bucket. */
  readonly key: string;
  /** Where it goes, below the downloader's root, with forward slashes; the key itself by default. */
  readonly path?: string;
  /** What a listing showed of the object, if one was made. */
  readonly size?: number;
  readonly etag?: string;
  readonly lastModified?: string;
  readonly sidecarModified?: string | null;
  /**
   * Where a file that is in place as recorded is kept, with its sidecar, before a newer version takes its place;
   * below the downloader's root. It is overwritten when this is not given.
   */
  readonly keepOldAs?: string;
  /** Typical size of such objects in bytes, where no listing showed it. */
  readonly likelySize?: number;
  /** What is held of it, or null for nothing, where the caller knows; by default the downloader looks it up. */
  readonly held?: HeldObject | null;
  /** Is notified of each wait before its zip or its sidecar is tried again. */
  readonly onRetry?: RetryListener;
}

/**
 * How a request ended. `downloaded`: fetched now and in place. `cached`: was in place. `unverified`: fetched
 * and whole, but the archive has no sidecar to prove it. `absent`: the archive has no such object. `failed`:
 * see the error.
 */
export type OutcomeStatus = 'downloaded' | 'cached' | 'unverified' | 'absent' | 'failed';

/**
 * What a digest was compared with: the published sidecar, or nothing. `accepted`: it contradicts its sidecar, and a person took
 * the file all the same.
 */
export type Proof = 'sidecar' | 'none' | 'accepted';

/**
 * How deep a file was proved. `published`: it has the SHA-256 that its sidecar publishes and, where it was fetched, the structure of a zip.
 * `deep`: its content was inflated too, and has the size and the CRC-32 that the zip states.
 */
export type ProofDepth = 'published' | 'deep';

/** A change of engine in the middle of a request, and the trouble that called for it. */
export interface FallBack {
  readonly from: string;
  readonly to: string;
  readonly code: ErrorCode;
}

/** An object and a sidecar that contradict each other, also when both were fetched again. */
export interface Dispute {
  /** Size of the object in bytes. */
  readonly bytes: number;
  /** SHA-256 of the object, and the one that its sidecar publishes, as 64 hex digits. */
  readonly sha256: string;
  readonly publishedSha256: string;
  /** Upstream's change tokens of the two, when the engine saw them; times are ISO 8601 UTC. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly sidecarEtag: string | null;
  readonly sidecarModified: string | null;
  /** Absolute path at which the object was put aside; null where it could not be. */
  readonly quarantined: string | null;
}

/** The result of one request: the same shape whether it went well or not. */
export interface Outcome {
  readonly key: string;
  /** Where it goes, below the downloader's root, with forward slashes. */
  readonly path: string;
  /** Absolute path or address of the file, whether it exists or not. */
  readonly target: string;
  readonly status: OutcomeStatus;
  /** Size of the file in bytes; 0 when there is none. */
  readonly bytes: number;
  /** Bytes fetched for it in this call, sidecars and failed attempts included, as far as the engine sees them. */
  readonly bytesFetched: number;
  /** SHA-256 of the file as 64 hex digits; null when there is none or nothing was hashed. */
  readonly sha256: string | null;
  readonly proof: Proof;
  /** How deep it was proved when it was fetched or taken over; null when no file is in place. */
  readonly depth: ProofDepth | null;
  /** Upstream's change token, when the engine saw it. */
  readonly etag: string | null;
  /** When upstream says that the object was last modified, ISO 8601 UTC; null where that is unknown. */
  readonly lastModified: string | null;
  /** Modification time of the file, in milliseconds since 1970 UTC; 0 when there is none. */
  readonly mtimeMs: number;
  /** How often the object was fetched, by any engine. */
  readonly attempts: number;
  /** From when it began to be fetched, else from the call, until it was published or given up, in seconds. */
  readonly duration: number;
  /** Name of the engine that had it last; null when nothing was fetched. */
  readonly engine: string | null;
  readonly fallBacks: readonly FallBack[];
  readonly cached: boolean;
  /** Where the version before it was kept, as {@link DownloadRequest.keepOldAs} says; null when none was. */
  readonly keptOldAs: string | null;
  /** What contradicts what, for an error `checksum_disputed`; null for any other. */
  readonly dispute: Dispute | null;
  readonly error: TapehaulError | null;
}

/** What the record knows of an object that is held. */
export interface HeldObject {
  readonly path: string;
  readonly bytes: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly mtimeMs: number;
  readonly sha256: string | null;
  readonly proof: Proof;
  /** How deep it was proved; null where that is not known. */
  readonly depth: ProofDepth | null;
}

/** Where the downloader looks up what is held; the catalog is one. */
export interface HeldObjects {
  find(key: string): Promise<HeldObject | undefined>;
}
