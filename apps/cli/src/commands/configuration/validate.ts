import type { Command } from 'commander';
import type { ValidateOptions } from '../../actions/configuration/validate.ts';
import { withConfig } from '../../options/command-options.ts';

/** `tapehaul validate`; in the help after `plan`. */
export function addValidate(program: Command): void {
  withConfig(program, 'validate', 'check a configuration and its matrix', '<config>')
    .option('-v, --verbose', 'also show every value and where it comes from')
    .option('--json', 'one JSON document')
    .addHelpText('after', HELP)
    .action(async (config: string, options: ValidateOptions) => {
      const { validate } = await import('../../actions/configuration/validate.ts');
      process.exitCode = await validate(config, options);
    });
}

const HELP = `
Examples:
  tapehaul validate collection.json
  tapehaul validate collection.json --verbose

All problems are reported at once: of the keys, and of the matrix file. Warnings name what is ignored, and what the archive is known not to have
of the request; tapehaul plan also reads the archive.
Exit status: 0 valid, also with warnings; 2 not valid.`;
