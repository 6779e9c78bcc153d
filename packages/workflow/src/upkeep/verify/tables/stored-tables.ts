import type { SourceFiles } from '../../../storage/source-files.ts';
import type { FoundFile } from '../../walk-folder.ts';

/** Where the tables of an output directory stand, as they are verified: the directory itself, or a bucket. */
export interface StoredTables {
  /** SHA-256 of the file at a path, as 64 hex digits; null where nothing stands there. Rejects with a TapehaulError where it cannot be read. */
  digest(path: string, signal: AbortSignal): Promise<string | null>;
  /** Whether anything stands at a path. */
  exists(path: string, signal: AbortSignal): Promise<boolean>;
  /** Everything that stands in the folder of tables, by paths that count from the output directory or the bucket. */
  all(signal: AbortSignal): AsyncIterable<Pick<FoundFile, 'path' | 'kind'>>;
  /** Absolute path or address of a path, for people. */
  locate(path: string): string;
  /** The files that tables are built from; copies of them are made in `folder`. */
  sources(folder: string): SourceFiles;
}
