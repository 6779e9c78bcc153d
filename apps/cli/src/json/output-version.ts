import packageJson from '../../package.json' with { type: 'json' };
import { printJson } from '../show/print.ts';

/**
 * Version of the lines that `--json` prints of a run. New kinds of lines and new keys do not change it; a key that goes or
 * means something else does.
 */
export const OUTPUT_VERSION = 1;

let isPrinted = false;

/** Prints the first line of what `--json` prints of a run, unless that was done. */
export function printVersion(): void {
  if (isPrinted) return;
  isPrinted = true;
  printJson({ kind: 'version', tapehaul: packageJson.version, output: OUTPUT_VERSION });
}
