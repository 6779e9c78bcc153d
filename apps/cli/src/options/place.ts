import { resolve } from 'node:path';
import { DEFAULTS, localDirectory } from '@tapehaul/config';
import { type CatalogReader, closeQuietly, openRecord } from '@tapehaul/workflow';

/** Where a command looks for runs. */
export interface PlaceOptions {
  /** The output directory of a collection. */
  readonly dir?: string;
}

/** The output directory that a command is about: as given, as the environment says, or the usual one. */
export function outputDirectory({ dir }: PlaceOptions, env: NodeJS.ProcessEnv = process.env): string {
  // An empty variable counts as not set, as everywhere.
  return resolve(localDirectory(dir ?? (env.TAPEHAUL_OUTPUT_DIRECTORY || DEFAULTS.output_directory)));
}

/**
 * Reads the record of the output directory that a command is about. Throws a TapehaulError as opening a record does.
 */
export function lookAt<Result>(place: PlaceOptions, look: (record: CatalogReader) => Result): Result {
  const record = openRecord(outputDirectory(place));
  try {
    return look(record);
  } finally {
    closeQuietly(record);
  }
}
