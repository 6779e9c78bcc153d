import type { Command } from 'commander';
import type { MatrixOptions } from '../../actions/configuration/matrix.ts';

/** `tapehaul matrix`; in the help after `init`. */
export function addMatrix(program: Command): void {
  program
    .command('matrix')
    .description('show what the archive is known to have, from when to when, and the evidence')
    .option('--market <market>', 'only this market, e.g. spot')
    .option('--type <type>', 'only this data type, e.g. klines')
    .option('--json', 'one JSON object per line')
    .addHelpText('after', HELP)
    .action(async (options: MatrixOptions) => {
      const { matrix } = await import('../../actions/configuration/matrix.ts');
      process.exitCode = matrix(options);
    });
}

const HELP = `
Examples:
  tapehaul matrix --market futures_um
  tapehaul matrix --type klines`;
