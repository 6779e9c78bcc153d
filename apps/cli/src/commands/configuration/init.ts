import type { Command } from 'commander';
import type { InitOptions } from '../../actions/configuration/init.ts';
import { addRequestFlags } from '../../options/request-flags.ts';

/** `tapehaul init`; in the help after `validate`. */
export function addInit(program: Command): void {
  addRequestFlags(
    program
      .command('init')
      .description('write a configuration, from flags or by asking, with its JSON Schema beside it')
      .argument('[file]', 'where to write it', 'collection.json'),
  )
    .option('--force', 'overwrite the file if it exists')
    .addHelpText('after', HELP)
    .action(async (file: string, options: InitOptions) => {
      const { init } = await import('../../actions/configuration/init.ts');
      process.exitCode = await init(file, options);
    });
}

const HELP = `
Examples:
  tapehaul init
  tapehaul init btc.json --market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-01`;
