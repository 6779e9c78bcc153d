import { type Command, Option } from 'commander';
import { collected, directoryName, wholeNumber } from '../options/option-values.ts';
import type { PlaceOptions } from '../options/place.ts';
import { DIR_FLAGS } from '../options/request-flags.ts';
import type { CoverageOptions } from './coverage.ts';
import type { DoctorOptions } from './doctor.ts';
import type { LogsOptions } from './logs.ts';
import type { ServerOptions } from './remote.ts';
import type { RunsOptions } from './runs.ts';
import type { ShowRunOptions } from './show.ts';

const DIR = 'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)';

/** Adds the commands that read the record, and those that send a request to a running process. */
export function addRecordCommands(program: Command): void {
  const about = (name: string, description: string, examples: string): Command =>
    program
      .command(name)
      .description(description)
      .option(DIR_FLAGS, DIR, directoryName)
      .addHelpText('after', `\nExamples:\n${examples}`);
  const aboutRun = (name: string, description: string, examples: string): Command =>
    about(name, description, examples).argument(
      '[run]',
      'run id, its beginning or latest; the newest run by default',
    );

  about('runs', 'list the runs of an output directory, newest first', '  tapehaul runs --dir data')
    .option('--limit <runs>', 'most runs to show', wholeNumber, 20)
    .option('--json', 'one JSON object per line')
    .addOption(serverOption())
    .action(async (options: RunsOptions & ServerOptions) => {
      if (options.server !== undefined) process.exitCode = await (await over(options.server, options)).runs();
      else process.exitCode = (await import('./runs.ts')).runs(options);
    });

  aboutRun(
    'show',
    'show a run: what it requested, states, failures by reason, slowest files',
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
    .option('-f, --follow', 'continue with new lines until the run has ended')
    .option('--task <id>', 'only lines of this task, e.g. the key of a file')
    .addOption(
      new Option('--level <level>', 'this level and higher').choices(['debug', 'info', 'warn', 'error']),
    )
    .option('--grep <text>', 'only lines that contain this text, ignoring case')
    .option('--json', 'one JSON object per line')
    .addOption(serverOption())
    .action(async (run: string | undefined, options: LogsOptions & ServerOptions) => {
      const { server, task, level, grep } = options;
      if (server === undefined) process.exitCode = await (await import('./logs.ts')).logs(run, options);
      else {
        const query = { ...(task && { task }), ...(level && { level }), ...(grep && { contains: grep }) };
        process.exitCode = await (await over(server, options)).logs(run, query);
      }
    });

  aboutRun('watch', 'follow a run of another process', '  tapehaul watch --dir data')
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

  about('coverage', 'show what is held of each series, and its holes', EXAMPLES.coverage)
    .option('--series <prefix>', 'only series starting with this prefix, e.g. spot/klines/BTCUSDT')
    .addOption(new Option('--map', 'a map of months for each series').conflicts(['csv', 'json']))
    .addOption(new Option('--csv', 'comma-separated values').conflicts('json'))
    .option('--json', 'one JSON object per line')
    .action(async (options: CoverageOptions) => {
      const { coverage } = await import('./coverage.ts');
      process.exitCode = coverage(options);
    });

  about('doctor', 'check the environment and suggest fixes', EXAMPLES.doctor)
    .argument('[config]', 'configuration file; default settings without one')
    .option('--set <key=value>', 'a setting that overrides environment and file (repeatable)', collected)
    .option(
      '--target',
      'prove that the output directory, or the bucket, keeps files as a collection needs it',
    )
    .option('--json', 'one JSON object per line')
    .action(async (config: string | undefined, options: DoctorOptions) => {
      const { doctor } = await import('./doctor.ts');
      process.exitCode = await doctor(config, options);
    });
}

/** The option that sends a command to a service. */
export function serverOption(): Option {
  return new Option(
    '--server <url>',
    'use this service instead of a local directory; set its token in TAPEHAUL_TOKEN',
  );
}

async function over(server: string, options: ServerOptions) {
  const { remote } = await import('./remote.ts');
  return remote(server, options);
}

const WISHES = [
  ['cancel', 'cancel', 'stop a run of another process; resume continues it'],
  ['pause', 'pause', 'pause a run of another process: it starts no new files'],
  ['unpause', 'resume', 'let a paused run continue'],
] as const;

const EXAMPLES = {
  coverage: '  tapehaul coverage --series spot/klines --map\n  tapehaul coverage --csv > coverage.csv',
  doctor:
    '  tapehaul doctor\n  tapehaul doctor examples/binance-archive.json\n  tapehaul doctor bucket.json --target',
} as const;
