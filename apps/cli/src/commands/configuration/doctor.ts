import { type Command, Option } from 'commander';
import type { DoctorOptions } from '../../actions/upkeep/doctor.ts';
import { aboutDirectory } from '../../options/command-options.ts';
import { collected } from '../../options/option-values.ts';

/** `tapehaul doctor`; in the help after `why`. */
export function addDoctor(program: Command): void {
  aboutDirectory(program, 'doctor', 'check the environment and suggest fixes')
    .addHelpText(
      'after',
      '\nExamples:\n  tapehaul doctor\n  tapehaul doctor examples/binance-archive.json\n  tapehaul doctor --config examples/binance-archive.json\n  tapehaul doctor bucket.json --target',
    )
    .argument('[config]', 'configuration file; default settings without one')
    .option('--set <key=value>', 'a setting that overrides environment and file (repeatable)', collected)
    .addOption(
      new Option(
        '--config <file>',
        'also try what a collection by this configuration needs: eight points, on a simulated archive',
      ).conflicts('target'),
    )
    .option(
      '--target',
      'prove that the output directory, or the bucket, keeps files as a collection needs it',
    )
    .option('--json', 'one JSON object per line')
    .action(
      async (given: string | undefined, { config, ...options }: DoctorOptions & { config?: string }) => {
        const { doctor } = await import('../../actions/upkeep/doctor.ts');
        if (config === undefined) process.exitCode = await doctor(given, options);
        else {
          const { testSetup } = await import('../../actions/upkeep/test-setup.ts');
          process.exitCode = await testSetup(config, given, options, () => doctor(config, options));
        }
      },
    );
}
