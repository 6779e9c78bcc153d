import type { Catalog, CatalogReader } from './catalog.ts';
import type { RecordRepair } from './record-repair.ts';

/** A record that exists. */
export interface FoundRecord {
  /** Names this very record: one that was removed and made anew has another id. */
  readonly id: string;
  /** When it was made, in milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** It was begun and nothing was ever written into it, such as where the disk was full. */
  readonly isBlank: boolean;
}

/**
 * Keeps the records of output directories, each known by the absolute path of its directory. Where and as what a record is
 * stored, and how its owner is known to live, is known to this alone.
 */
export interface RecordStore extends RecordRepair {
  /** Where the record of a directory is or would be, for messages and results; without secrets. */
  locate(root: string): string;
  /** The record of a directory; undefined when it has none. Opens and writes nothing. */
  find(root: string): Promise<FoundRecord | undefined>;
  /** The directories below one that have a record of their own, relative to it, with forward slashes. */
  below(root: string): Promise<string[]>;
  /**
   * Opens the record of a directory, made when it has none. Rejects with a TapehaulError `catalog_newer` when a newer tapehaul made
   * it, `catalog_malformed` when it is damaged, `catalog_failed` when it cannot be opened.
   */
  open(root: string): Promise<Catalog>;
  /**
   * Opens the record of a directory to read: nothing is recorded by that. One that an older tapehaul made is brought up to
   * date, where it can be written. Rejects as {@link RecordStore.open} does, and `catalog_failed` when there is none.
   */
  read(root: string): Promise<CatalogReader>;
}

/** A run that has not ended and whose owner is silent. */
export interface AbandonedRun {
  /** The output directory whose record has it. */
  readonly root: string;
  readonly runId: string;
}

/** Keeps records that several machines share. */
export interface SharedRecords extends RecordStore {
  /** The output directory whose record has a run; undefined when none has. The newest record, where several have one of that id. */
  rootOf(runId: string): Promise<string | undefined>;
  /** The runs of all records that another process may take over, those first that were started first. */
  abandoned(): Promise<AbandonedRun[]>;
}
