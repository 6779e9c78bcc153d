import type { CoverageQuery, Page, Pages, SeriesCoverage } from '../records/queries.ts';
import type { ObjectRecord, VersionRecord } from '../records/records.ts';

/** Records what is held: one object under each key, the last one that was recorded. */
export interface Holdings {
  recordObject(object: ObjectRecord): void;
  /** Removes the record of an object that is not held any more. */
  forgetObject(key: string): void;
  /** The content of an object was inflated and compared: it is held as proved deep, if it still has that digest. */
  recordDeepProof(key: string, sha256: string): void;
  recordVersion(version: VersionRecord): void;
}

/** Reads what is held. */
export interface HoldingsReader {
  /** The object held under a key. */
  find(key: string): Promise<ObjectRecord | undefined>;
  /** The objects held under those keys, by key: a fifth of the time of finding each. */
  findAll(keys: readonly string[]): Promise<ReadonlyMap<string, ObjectRecord>>;
  /**
   * All objects held, in the order of their keys; or those whose series has a name that begins so, such as `spot/klines/`, in
   * the order of name, partition and period. Read as they are requested.
   */
  held(prefix?: string): Pages<ObjectRecord>;
  /** The objects that a run has recorded, in the order of their keys, read as they are requested. */
  recordedBy(runId: string): Pages<ObjectRecord>;
  /** What is held by series and partition. */
  coverage(query?: CoverageQuery): Promise<Page<SeriesCoverage>>;
  /** Former versions of an object, the newest first; of all objects without a key. */
  versions(key?: string): Pages<VersionRecord>;
}
