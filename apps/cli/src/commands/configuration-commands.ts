import type { Command } from 'commander';
import { collected } from '../options/option-values.ts';
import { addRequestFlags } from '../options/request-flags.ts';
import type { CollectOptions } from './collect.ts';
import type { InitOptions } from './init.ts';
import type { MatrixOptions } from './matrix.ts';
import type { PlanOptions } from './plan.ts';
import { serverOption } from './record-commands.ts';
import { addShowOptions } from './run-commands.ts';
import type { ValidateOptions } from './validate.ts';

/** Adds the commands that take a configuration or a request by flags, and the one that shows what can be requested. */
export function addConfigurationCommands(program: Command): void {
  const withConfig = (name: string, description: string, argument: string): Command =>
    program
      .command(name)
      .description(description)
      .argument(argument, 'configuration file, e.g. examples/starter.json')
      .option(
        '--set <key=value>',
        'a setting that overrides environment and file, e.g. planning=listing (repeatable)',
        collected,
      );
  const withRequest = (name: string, description: string): Command =>
    addRequestFlags(withConfig(name, description, '[config]'));

  addShowOptions(
    withRequest('collect', 'collect what a configuration or flags request; run it again to continue'),
  )
    .option('--dry-run', 'show the plan and collect nothing; the same as tapehaul plan')
    .addOption(serverOption())
    .addHelpText('after', HELP.collect)
    .action(async (config: string | undefined, options: CollectOptions) => {
      const { server } = options;
      const { collect, collectThere } = await import('./collect.ts');
      process.exitCode = await (server === undefined
        ? collect(config, options)
        : collectThere(server, config, options));
    });

  withRequest('plan', 'show what a collection would do: files, gaps with reasons, bytes; writes nothing')
    .option('-v, --verbose', 'a line for each file, with its sign')
    .option('--json', 'one JSON object per line: each object and verdict, then the summary')
    .option('--detailed-exitcode', 'exit status 0 nothing to do, 1 error, 2 something to do')
    .addHelpText('after', HELP.plan)
    .action(async (config: string | undefined, options: PlanOptions) => {
      process.exitCode = await (await import('./plan.ts')).plan(config, options);
    });

  withConfig('validate', 'check a configuration and its matrix', '<config>')
    .option('-v, --verbose', 'also show every value and where it comes from')
    .option('--json', 'one JSON document')
    .addHelpText('after', HELP.validate)
    .action(async (config: string, options: ValidateOptions) => {
      process.exitCode = await (await import('./validate.ts')).validate(config, options);
    });

  addRequestFlags(
    program
      .command('init')
      .description('write a configuration, from flags or by asking, with its JSON Schema beside it')
      .argument('[file]', 'where to write it', 'collection.json'),
  )
    .option('--force', 'overwrite the file if it exists')
    .addHelpText('after', HELP.init)
    .action(async (file: string, options: InitOptions) => {
      process.exitCode = await (await import('./init.ts')).init(file, options);
    });

  program
    .command('matrix')
    .description('show what the archive is known to have, from when to when, and the evidence')
    .option('--market <market>', 'only this market, e.g. spot')
    .option('--type <type>', 'only this data type, e.g. klines')
    .option('--json', 'one JSON object per line')
    .addHelpText('after', HELP.matrix)
    .action(async (options: MatrixOptions) => {
      process.exitCode = (await import('./matrix.ts')).matrix(options);
    });
}

const HELP = {
  collect: `
Examples:
  tapehaul collect --market spot --symbol BTCUSDT,ETHUSDT --type klines --interval 1h --from 2025-01
  tapehaul collect --market spot --symbol '*USDT' --type klines --interval 1d --from 2025-01 --to 2025-03
  tapehaul collect examples/starter.json
  tapehaul collect examples/starter.json --json | tail -n 1

Exit status: 0 done, 1 failed, 2 usage or configuration, 3 some files failed, 5 try again later,
6 a file contradicts its checksum, 7 disk, 130 stopped by Ctrl-C, 143 by SIGTERM.`,
  plan: `
Examples:
  tapehaul plan examples/starter.json
  tapehaul plan examples/starter.json --set planning=listing --set date_range.end=latest
  tapehaul plan examples/starter.json --json | grep '"verdict"'

Signs: + new, ~ replaced upstream, = present, ! recorded but not on disk as recorded, - gone upstream.`,
  validate: `
Examples:
  tapehaul validate collection.json
  tapehaul validate collection.json --verbose`,
  init: `
Examples:
  tapehaul init
  tapehaul init btc.json --market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-01`,
  matrix: `
Examples:
  tapehaul matrix --market futures_um
  tapehaul matrix --type klines`,
} as const;
