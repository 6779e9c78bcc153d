import { join } from 'node:path';
import type { TableSource } from '@tapehaul/lake';

/** A proved file of the archive, by what is recorded of it. */
export interface StoredSource extends Omit<TableSource, 'path' | 'fault'> {
  /** Below the output directory or the bucket, with forward slashes. */
  readonly storedPath: string;
}

/** Files that can be read on this machine until they are disposed of. */
export interface OpenSources extends AsyncDisposable {
  /** One for each file that was requested, in the same order. */
  readonly sources: readonly TableSource[];
}

/** Where rows are read from. */
export interface SourceFiles {
  /**
   * Makes files ready to be read. One that is not as it is recorded has a `fault`; rejects with a TapehaulError where the trouble is
   * not that of one file, such as a bucket that does not answer.
   */
  open(sources: readonly StoredSource[], signal: AbortSignal): Promise<OpenSources>;
}

/** The files of an output directory, which are read where they stand. `root` is its absolute path. */
export function localSources(root: string): SourceFiles {
  return {
    open: async (sources) => ({
      sources: sources.map(({ storedPath, ...source }) => ({
        ...sourceOf(source),
        path: join(root, storedPath),
      })),
      [Symbol.asyncDispose]: async () => {},
    }),
  };
}

/** Of a source what it is read by. */
export function sourceOf({
  key,
  bytes,
  sha256,
  partition,
  period,
}: Omit<TableSource, 'path'>): Omit<TableSource, 'path'> {
  return { key, bytes, sha256, partition, period };
}
