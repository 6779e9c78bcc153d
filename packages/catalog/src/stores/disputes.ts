import type { Pages } from '../records/queries.ts';
import type { ObjectRecord } from '../records/records.ts';

/**
 * The state of a dispute. `open`: not decided yet, and the source is as it was. `accepted`: a person took the object as
 * it is. `rejected`: a person dismissed it, so it is fetched anew. `resolved`: the source has since published an object
 * that its sidecar proves, or one without a sidecar, and that is held.
 */
export type DisputeState = 'open' | 'accepted' | 'rejected' | 'resolved';

/** An object and a sidecar that contradict each other, also when both were fetched again; one for each key, the latest. */
export interface DisputeRecord extends Pick<ObjectRecord, 'series' | 'partition' | 'period'> {
  readonly key: string;
  /** Where the object goes once it is accepted, below the output directory, with forward slashes. */
  readonly path: string;
  /** Where it was put aside, below the output directory; null where it could not be kept. */
  readonly quarantinePath: string | null;
  /** Size of the object in bytes. */
  readonly bytes: number;
  /** SHA-256 of the object, as 64 hex digits. */
  readonly sha256: string;
  /** SHA-256 that its sidecar publishes. */
  readonly publishedSha256: string;
  /** Change tokens of the source for the object and its sidecar; null where they are not known. Times are ISO 8601 UTC. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly sidecarEtag: string | null;
  readonly sidecarModified: string | null;
  readonly firstRunId: string;
  readonly firstSeenAt: number;
  /** The last run that met it. */
  readonly lastRunId: string;
  readonly lastSeenAt: number;
  readonly state: DisputeState;
  /** Who accepted or rejected it, when and why; null until then. */
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly reason: string | null;
}

/**
 * Records disputes. Recording an object that is held resolves the dispute under its key, unless that object is
 * `accepted`: the two are written together.
 */
export interface Disputes {
  /** Records a dispute in place of the one before under its key. Its runs must be recorded. */
  recordDispute(dispute: DisputeRecord): void;
}

/** Reads disputes. */
export interface DisputesReader {
  /** The latest dispute of an object. */
  dispute(key: string): Promise<DisputeRecord | undefined>;
  /** The latest disputes of those objects, by key. */
  disputesOf(keys: readonly string[]): Promise<ReadonlyMap<string, DisputeRecord>>;
  /** All disputes, or those in a state, in the order of their keys, read as they are requested. */
  disputes(state?: DisputeState): Pages<DisputeRecord>;
}
