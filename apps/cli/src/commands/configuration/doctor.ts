import type { Command } from 'commander';
import type { DoctorOptions } from '../../actions/upkeep/doctor.ts';
import { aboutDirectory } from '../../options/command-options.ts';
import { collected } from '../../options/option-values.ts';

/** `tapehaul doctor`; in the help after `why`. */
export function addDoctor(program: Command): void {
  aboutDirectory(program, 'doctor', 'check the environment and suggest fixes')
    .addHelpText(
      'after',
      '\nExamples:\n  tapehaul doctor\n  tapehaul doctor examples/binance-archive.json\n  tapehaul doctor bucket.json --target',
    )
    .argument('[config]', 'configuration file; default settings without one')
    .option('--set <key=value>', 'a setting that overrides environment and file (repeatable)', collected)
    .option(
      '--target',
      'prove that the output directory, or the bucket, keeps files as a collection needs it',
    )
    .option('--json', 'one JSON object per line')
    .action(async (config: string | undefined, options: DoctorOptions) => {
      const { doctor } = await import('../../actions/upkeep/doctor.ts');
      process.exitCode = await doctor(config, options);
    });
}
