import type { Durability } from '@tapehaul/downloader';
import type { BuiltPartition } from '@tapehaul/lake';
import type { OpenSources, SourceFiles } from '../../storage/source-files.ts';

/** Where the tables of an output directory stand, and the files that they are built from: the directory itself, or a bucket. */
export interface TableStorage {
  /** Absolute path, or address of the bucket, that paths of tables count from. */
  readonly address: string;
  /** Files that are read. */
  readonly sources: SourceFiles;
  /** Months whose files are made ready while others are built, beside those. */
  readonly ahead: number;
  /** Those of the paths of the partitions of one series at which a file stands; no content is read. */
  present(paths: Iterable<string>): Promise<ReadonlySet<string>>;
  /** Makes the files of a month ready, and a place for its partitions. */
  openMonth(sources: Parameters<SourceFiles['open']>[0], signal: AbortSignal): Promise<OpenMonth>;
}

/** The files of a month, and where its partitions go, until it is disposed of. */
export interface OpenMonth extends OpenSources {
  /** Absolute path of the directory in which partitions are built: the output directory, or one that is removed. */
  readonly root: string;
  /** Absolute path of a directory for unfinished files, on the same file system. */
  readonly staging: string;
  /** How durable a partition has to be there. */
  readonly durability: Durability;
  /** Puts a partition that was built in `root` to its place; resolves once it is durable there. Rejects with a TapehaulError. */
  publish(partition: Pick<BuiltPartition, 'path' | 'bytes' | 'sha256'>, signal: AbortSignal): Promise<void>;
}
