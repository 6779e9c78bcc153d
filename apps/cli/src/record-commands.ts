import { type Command, Option } from 'commander';
import type { CoverageOptions } from './coverage.ts';
import type { DoctorOptions } from './doctor.ts';
import type { LogsOptions } from './logs.ts';
import { collected, wholeNumber } from './option-values.ts';
import type { PlaceOptions } from './place.ts';
import type { ServerOptions } from './remote.ts';
import type { RunsOptions } from './runs.ts';
import type { ShowRunOptions } from './show.ts';

const DIR = 'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)';

/** Adds the commands that look at what is recorded, and those that ask a running process for something. */
export function addRecordCommands(program: Command): void {
  const about = (name: string, description: string, examples: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--dir <directory>', DIR)
      .addHelpText('after', `\nExamples:\n${examples}`);
  const aboutRun = (name: string, description: string, examples: string): Command =>
    about(name, description, examples).argument('[run]', 'id of a run; the newest one by default');

  about('runs', 'list the runs of an output directory, the newest first', '  tapehaul runs --dir data')
    .option('--limit <runs>', 'most runs to show', wholeNumber, 20)
    .option('--json', 'one JSON object a line')
    .addOption(serverOption())
    .action(async (options: RunsOptions & ServerOptions) => {
      if (options.server !== undefined) process.exitCode = await (await over(options.server, options)).runs();
      else process.exitCode = (await import('./runs.ts')).runs(options);
    });

  aboutRun(
    'show',
    'tell how a run went: states, failures by reason, what was slow',
    '  tapehaul show --dir data',
  )
    .option('--json', 'one JSON object')
    .addOption(serverOption())
    .action(async (run: string | undefined, options: ShowRunOptions & ServerOptions) => {
      if (options.server !== undefined)
        process.exitCode = await (await over(options.server, options)).show(run);
      else process.exitCode = (await import('./show.ts')).show(run, options);
    });

  aboutRun(
    'logs',
    'print the log of a run',
    '  tapehaul logs -f\n  tapehaul logs --level warn --grep checksum',
  )
    .option('-f, --follow', 'go on as lines come, until the run has ended')
    .option('--task <id>', 'only lines of this task, as the key of a file')
    .addOption(
      new Option('--level <level>', 'this level and those above').choices(['debug', 'info', 'warn', 'error']),
    )
    .option('--grep <text>', 'only lines with this text, in any case')
    .option('--json', 'one JSON object a line')
    .addOption(serverOption())
    .action(async (run: string | undefined, options: LogsOptions & ServerOptions) => {
      const { server, task, level, grep } = options;
      if (server === undefined) process.exitCode = await (await import('./logs.ts')).logs(run, options);
      else {
        const query = { ...(task && { task }), ...(level && { level }), ...(grep && { contains: grep }) };
        process.exitCode = await (await over(server, options)).logs(run, query);
      }
    });

  aboutRun(
    'watch',
    'follow the progress of a run that another process works on',
    '  tapehaul watch --dir data',
  )
    .addOption(serverOption())
    .action(async (run: string | undefined, options: PlaceOptions & ServerOptions) => {
      const { server } = options;
      if (server !== undefined) process.exitCode = await (await over(server, options)).watch(run);
      else process.exitCode = await (await import('./watch.ts')).watch(run, options);
    });

  for (const [name, what, description] of WISHES) {
    const command = aboutRun(name, description, `  tapehaul ${name} --dir data`);
    if (name === 'cancel') command.addOption(serverOption());
    command.action(async (run: string | undefined, options: PlaceOptions & ServerOptions) => {
      const { server } = options;
      if (server !== undefined) process.exitCode = await (await over(server, options)).cancel(run);
      else process.exitCode = (await import('./wish.ts')).wish(run, options, what);
    });
  }

  about('coverage', 'tell what is held of each series, and where it has holes', EXAMPLES.coverage)
    .option('--series <prefix>', 'only series that begin so, as spot/klines/BTCUSDT')
    .option('--map', 'a map of months for each series')
    .option('--csv', 'comma-separated values')
    .option('--json', 'one JSON object a line')
    .action(async (options: CoverageOptions) => {
      const { coverage } = await import('./coverage.ts');
      process.exitCode = coverage(options);
    });

  about('doctor', 'look at what a collection needs: each with a remedy', EXAMPLES.doctor)
    .argument('[config]', 'path of a configuration; the usual settings without')
    .option('--set <key=value>', 'a setting that wins over environment and file; may be repeated', collected)
    .option('--json', 'one JSON object a line')
    .action(async (config: string | undefined, options: DoctorOptions) => {
      const { doctor } = await import('./doctor.ts');
      process.exitCode = await doctor(config, options);
    });
}

/** The option that sends a command to a service. */
export function serverOption(): Option {
  return new Option(
    '--server <url>',
    'ask this service in place of a directory here; its token is in TAPEHAUL_TOKEN',
  );
}

async function over(server: string, options: ServerOptions) {
  const { remote } = await import('./remote.ts');
  return remote(server, options);
}

const WISHES = [
  ['cancel', 'cancel', 'ask the process that works on a run to stop; resume goes on with it'],
  ['pause', 'pause', 'ask the process that works on a run to begin no further file'],
  ['unpause', 'resume', 'ask the process that works on a paused run to go on'],
] as const;

const EXAMPLES = {
  coverage: '  tapehaul coverage --series spot/klines --map\n  tapehaul coverage --csv > coverage.csv',
  doctor: '  tapehaul doctor\n  tapehaul doctor examples/binance-archive.json',
} as const;
