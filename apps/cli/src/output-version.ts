import packageJson from '../package.json' with { type: 'json' };

/**
 * Version of the lines that `--json` prints of a run. New kinds of lines and new keys do not change it; a key that goes or
 * means something else does.
 */
export const OUTPUT_VERSION = 1;

/** The first line that `--json` prints of a run. */
export const versionLine = {
  kind: 'version',
  tapehaul: packageJson.version,
  output: OUTPUT_VERSION,
} as const;
