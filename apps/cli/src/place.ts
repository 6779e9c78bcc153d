import { resolve } from 'node:path';
import { DEFAULTS } from '@tapehaul/config';

/** Where a command looks for runs. */
export interface PlaceOptions {
  /** The output directory of a collection. */
  readonly dir?: string;
}

/** The output directory that a command is about: as given, as the environment says, or the usual one. */
export function outputDirectory({ dir }: PlaceOptions, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(dir ?? env.TAPEHAUL_OUTPUT_DIRECTORY ?? DEFAULTS.output_directory);
}
