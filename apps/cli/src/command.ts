import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { reportError } from './report-error.ts';

let readerLeft = false;

const program = new Command('tapehaul')
  .description('Plans, collects and proves the Binance market-data archive.')
  .version(packageJson.version)
  .exitOverride()
  .showHelpAfterError('(see tapehaul --help)');

program
  .command('collect')
  .description('collect what a configuration asks for; the same command again continues')
  .argument('<config>', 'path of a configuration, as examples/binance-archive.json')
  .option('--json', 'one JSON object a line on stdout, the last one is the result')
  .addHelpText(
    'after',
    `
Examples:
  tapehaul collect examples/binance-archive.json
  tapehaul collect examples/binance-archive.json --json | tail -n 1
  TAPEHAUL_SOURCE_ENDPOINT=http://127.0.0.1:9000 tapehaul collect examples/binance-archive.json

Exit status: 0 done, 1 failed, 2 usage or configuration, 3 some files failed, 5 try again later,
6 a file contradicts its checksum, 7 disk, 130 stopped by Ctrl-C, 143 by SIGTERM.`,
  )
  .action(async (config: string, options: { json?: boolean }) => {
    const { collect } = await import('./collect.ts');
    process.exitCode = await collect(config, { json: options.json === true });
  });

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
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = reportError(error, process.argv.includes('--json'));
}
