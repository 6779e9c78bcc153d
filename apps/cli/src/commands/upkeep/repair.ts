import type { Command } from 'commander';
import type { RepairCommandOptions } from '../../actions/upkeep/repair.ts';

/** `tapehaul repair`; in the help after `adopt`. */
export function addRepair(program: Command): void {
  program
    .command('repair')
    .description('rebuild a record that is damaged or missing from the files, their sidecars and manifests')
    .argument('[directory]', 'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)')
    .option('--json', 'one JSON object per line: each file, then the summary')
    .addHelpText(
      'after',
      `
Examples:
  tapehaul repair data
  tapehaul repair data --json | tail -n 1

Every file is read and proved by its sidecar or manifest before it is recorded. The damaged record is kept aside as
.tapehaul/catalog.malformed-….db. A sound record is left as it is.
Exit status: 0 rebuilt or sound, 5 in use, 6 a file has changed or cannot be read (it is not recorded).`,
    )
    .action(async (directory: string | undefined, options: RepairCommandOptions) => {
      const { repair } = await import('../../actions/upkeep/repair.ts');
      process.exitCode = await repair(directory, options);
    });
}
