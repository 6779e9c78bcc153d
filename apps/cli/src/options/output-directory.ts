import { resolve } from 'node:path';
import { DEFAULTS, localDirectory } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import { type CatalogReader, closeQuietly, openRecord } from '@tapehaul/workflow';

/** Where a command looks for runs. */
export interface DirectoryOptions {
  /** The output directory of a collection. */
  readonly dir?: string;
}

/** The output directory that a command is about: as given, as the environment says, or the usual one. */
export function outputDirectory({ dir }: DirectoryOptions, env: NodeJS.ProcessEnv = process.env): string {
  // An empty variable counts as not set, as everywhere.
  return resolve(localDirectory(dir ?? (env.TAPEHAUL_OUTPUT_DIRECTORY || DEFAULTS.output_directory)));
}

const BUCKET = /^s3[an]?:\/\//i;

/** The output directory that people type, with `~` replaced; for the address of a bucket that of its record. Throws a TapehaulError `config_invalid`. */
export function recordFolder(text: string): string {
  return localDirectory(text);
}

/** A folder as people type it, with `~` replaced. Throws a TapehaulError `config_invalid` for a bucket, of which no files are read. */
export function localFolder(text: string): string {
  if (!BUCKET.test(text)) return localDirectory(text);
  throw new TapehaulError('config_invalid', `${text} is a bucket, expected a local folder`, {
    hint: 'Copy its files into a folder, or mount it, and pass that folder.',
  });
}

/**
 * Reads the record of the output directory that a command is about. Rejects with a TapehaulError as opening a record does.
 */
export async function readRecord<Result>(
  options: DirectoryOptions,
  read: (record: CatalogReader) => Promise<Result>,
): Promise<Result> {
  const record = await openRecord(outputDirectory(options));
  try {
    return await read(record);
  } finally {
    await closeQuietly(record);
  }
}
