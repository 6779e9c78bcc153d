import { type Command, Option } from 'commander';
import type { VerifyCommandOptions } from '../../actions/upkeep/verify.ts';

/** `tapehaul verify`; in the help after `retry`. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description(
      'read every file and table again and compare it with what is recorded; only for a bucket a network is needed',
    )
    .argument('<directory>', 'output directory of a collection')
    .option('--run <run>', 'only the files of this run: its id, its beginning or latest')
    .option(
      '--deep',
      'also inflate each zip and compare its content with its CRC, and build each table again to compare its bytes',
    )
    .option('--read-data-subset <subset>', 'read only a part of the files: 5% at random, or n/m, e.g. 1/7')
    .addOption(new Option('-q, --quiet', 'print only files that are not intact').conflicts('verbose'))
    .option('-v, --verbose', 'also print intact files')
    .option('--json', 'one JSON object per line: each file, then the summary')
    .addHelpText('after', HELP)
    .action(async (directory: string, options: VerifyCommandOptions) => {
      const { verify } = await import('../../actions/upkeep/verify.ts');
      const { recordFolder } = await import('../../options/output-directory.ts');
      process.exitCode = await verify(recordFolder(directory), options);
    });
}

const HELP = `
Examples:
  tapehaul verify output/archive_data
  tapehaul verify data --deep --read-data-subset 1/7
  tapehaul verify data --json | grep -v '"intact"'

Exit status: 0 every file and table is intact, 6 one has changed, is broken or missing, or cannot be read.`;
