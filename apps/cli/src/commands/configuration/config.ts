import type { Command } from 'commander';
import type { ValidateOptions } from '../../actions/configuration/validate.ts';
import { collected } from '../../options/option-values.ts';

/** `tapehaul config`; in the help after `doctor`. */
export function addConfig(program: Command): void {
  program
    .command('config')
    .description('show what is configured')
    .command('show')
    .description('show every value of a configuration, and with --origin where it comes from')
    .argument('<config>', 'configuration file')
    .option('--set <key=value>', 'a setting that overrides environment and file (repeatable)', collected)
    .option('--origin', 'where each value comes from: flag, environment, file or default')
    .option('--json', 'one JSON document')
    .action(async (config: string, options: ValidateOptions) => {
      const { showConfig } = await import('../../actions/configuration/validate.ts');
      process.exitCode = await showConfig(config, options);
    });
}
