import { type Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import type { CollectOptions } from './collect.ts';
import { addCompletion } from './completion.ts';
import type { InitOptions } from './init.ts';
import type { MatrixOptions } from './matrix.ts';
import { collected } from './option-values.ts';
import type { PlanOptions } from './plan.ts';
import { addRecordCommands, serverOption } from './record-commands.ts';
import { reportError } from './report-error.ts';
import { addRequestFlags } from './request-flags.ts';
import { addRunCommands, addShowOptions } from './run-commands.ts';
import { addToolCommands } from './tool-commands.ts';
import { addTraceOption, exitAfterTrace, TracedCommand } from './trace-option.ts';
import type { ValidateOptions } from './validate.ts';

let readerLeft = false;
/** With `plan --detailed-exitcode`, 2 means that there is something to do, so errors are 1. */
const detailedExit = process.argv.includes('--detailed-exitcode');

const program: Command = new TracedCommand('tapehaul')
  .description('Plans, collects and proves the Binance market-data archive.')
  .version(packageJson.version)
  .exitOverride();

/** A command that takes a configuration, and settings that win over it. */
function withConfig(name: string, description: string, argument = '<config>'): Command {
  return program
    .command(name)
    .description(description)
    .argument(argument, 'path of a configuration, as examples/binance-archive.json')
    .option(
      '--set <key=value>',
      'a setting that wins over environment and file, as date_range.end=latest; may be repeated',
      collected,
    );
}

/** Lets each command name its own help where it refuses. */
function nameInErrors(command: Command, parents: readonly string[]): void {
  const names = [...parents, command.name()];
  command.showHelpAfterError(`(see ${names.join(' ')} --help)`);
  for (const child of command.commands) nameInErrors(child, names);
}

/** A command that takes a configuration, or a request by flags. */
function withRequest(name: string, description: string): Command {
  return addRequestFlags(withConfig(name, description, '[config]'));
}

addShowOptions(
  withRequest('collect', 'collect what a configuration asks for; the same command again continues'),
)
  .addOption(serverOption())
  .addHelpText(
    'after',
    `
Examples:
  tapehaul collect --market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-01 --to latest
  tapehaul collect examples/binance-archive.json
  tapehaul collect examples/binance-archive.json --json | tail -n 1
  TAPEHAUL_SOURCE_ENDPOINT=http://127.0.0.1:9000 tapehaul collect examples/binance-archive.json

Exit status: 0 done, 1 failed, 2 usage or configuration, 3 some files failed, 5 try again later,
6 a file contradicts its checksum, 7 disk, 130 stopped by Ctrl-C, 143 by SIGTERM.`,
  )
  .action(async (config: string | undefined, options: CollectOptions) => {
    const { server } = options;
    if (server === undefined)
      process.exitCode = await (await import('./collect.ts')).collect(config, options);
    else process.exitCode = await (await import('./collect.ts')).collectThere(server, config, options);
  });

withRequest('plan', 'show what a collection would do: files, gaps with reasons, bytes; nothing is written')
  .option('--json', 'one JSON object a line: each object and verdict, then the summary')
  .option('--detailed-exitcode', 'exit status 0 nothing to do, 1 error, 2 something to do')
  .addHelpText(
    'after',
    `
Examples:
  tapehaul plan examples/binance-archive.json
  tapehaul plan examples/binance-archive.json --set planning=listing --set date_range.end=latest
  tapehaul plan examples/binance-archive.json --json | grep '"verdict"'

Signs: + new, ~ replaced upstream, = present, ! recorded but not on disk as recorded, - gone upstream.`,
  )
  .action(async (config: string | undefined, options: PlanOptions) => {
    const { plan } = await import('./plan.ts');
    process.exitCode = await plan(config, options);
  });

withConfig('validate', 'check a configuration and its matrix, and tell every value and where it comes from')
  .option('--json', 'one JSON document')
  .action(async (config: string, options: ValidateOptions) => {
    const { validate } = await import('./validate.ts');
    process.exitCode = await validate(config, options);
  });

addRequestFlags(
  program
    .command('init')
    .description('write a configuration, from flags or by asking, with its JSON Schema beside it')
    .argument('[file]', 'where to write it', 'collection.json'),
)
  .option('--force', 'overwrite the file if it exists')
  .addHelpText(
    'after',
    `
Examples:
  tapehaul init
  tapehaul init btc.json --market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-01`,
  )
  .action(async (file: string, options: InitOptions) => {
    const { init } = await import('./init.ts');
    process.exitCode = await init(file, options);
  });

program
  .command('matrix')
  .description('show what the archive is known to hold, from when to when, and by whose evidence')
  .option('--market <market>', 'only this market, as spot')
  .option('--type <type>', 'only this data type, as klines')
  .option('--json', 'one JSON object a line')
  .action(async (options: MatrixOptions) => {
    const { matrix } = await import('./matrix.ts');
    process.exitCode = matrix(options);
  });

addRunCommands(program);
addRecordCommands(program);
addToolCommands(program);
addTraceOption(program);
nameInErrors(program, []);
await addCompletion(program, process.argv.slice(2));

// A reader that has seen enough, as `| head`, is no fault: work that still runs stops in order.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (!readerLeft) process.emit('SIGTERM', 'SIGTERM');
    readerLeft = true;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : detailedExit ? 1 : 2;
  else {
    const status = reportError(error, process.argv.includes('--json'));
    process.exitCode = detailedExit ? 1 : status;
  }
} finally {
  await exitAfterTrace();
}
