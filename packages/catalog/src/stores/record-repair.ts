import type { RunSummary, VersionRecord } from '../records/records.ts';
import type { DisputeRecord } from './disputes.ts';

/** The condition of a record; `empty` is one without content, which a process leaves that died while it made it. */
export type RecordState = 'missing' | 'empty' | 'sound' | 'malformed';

/** Who has a record open. */
export interface RecordHolder {
  /** As messages name it, such as `process 4711`. */
  readonly name: string;
  /** What is known of it, for the facts of an error. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A run as it is put back into a record that is rebuilt: one that has ended. */
export interface RestoredRun
  extends Pick<RunSummary, 'runId' | 'flow' | 'state' | 'startedAt' | 'plannedAt'> {
  readonly endedAt: number;
  readonly parameters: unknown;
  readonly result: unknown;
}

/** A part of a record. */
export type RecordPart = 'runs' | 'versions' | 'objects' | 'disputes';

/** What can be read of a damaged record. Nothing here rejects: what cannot be read is left out, and named. */
export interface DamagedRecord {
  /** Runs, the oldest first. A run that had not ended is Crashed; only what has no tasks left is taken for planned. */
  runs(): Promise<RestoredRun[]>;
  /** Former versions of objects. */
  versions(): Promise<VersionRecord[]>;
  /** Disputes; ids of runs that cannot be read are empty. */
  disputes(): Promise<DisputeRecord[]>;
  /** What an object was recorded with. */
  object(
    key: string,
  ): Promise<{ sha256: string | null; etag: string | null; lastModified: string | null } | undefined>;
  /** Parts of which something that was read until now could not be. */
  readonly unread: ReadonlySet<RecordPart>;
  close(): Promise<void>;
}

/** Rebuilds the record of an output directory, known by its absolute path, that is damaged or missing. */
export interface RecordRepair {
  /** Reads all of a record and gives its condition. Rejects with a TapehaulError where that cannot be found out. */
  inspect(root: string): Promise<RecordState>;
  /** Another process that has the record open, as far as this one can see; undefined when there is none. */
  heldBy(root: string): Promise<RecordHolder | undefined>;
  /** Where the newest damaged record of the directory is kept, for messages; undefined when there is none. */
  keptAside(root: string): Promise<string | undefined>;
  /** Puts the record of the directory aside and gives where it is kept. Damaged records are never deleted. */
  setAside(root: string): Promise<string>;
  /** Opens the newest damaged record that is kept aside; undefined when there is none, or nothing of it can be read. */
  openDamaged(root: string): Promise<DamagedRecord | undefined>;
  /** Puts runs into the record, made when it is missing; those that it has stay as they are. Gives how many are new. */
  restoreRuns(root: string, runs: readonly RestoredRun[]): Promise<number>;
}
