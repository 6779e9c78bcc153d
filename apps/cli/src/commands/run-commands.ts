import { type Command, Option } from 'commander';
import { collected, directoryName } from '../options/option-values.ts';
import { DIR_FLAGS } from '../options/request-flags.ts';
import type { ResumeOptions } from './resume.ts';
import type { VerifyOptions } from './verify.ts';

/** The option that asks for log lines. */
function logOption(): Option {
  const about = 'log lines on stderr instead of progress; classic is "time - name - LEVEL - message"';
  return new Option('--log [form]', about).choices(['readable', 'classic', 'json']).preset('readable');
}

/** Lets a command say how a run is shown and how far it goes. */
export function addShowOptions(command: Command): Command {
  return command
    .option('--wait', 'wait while another run is using the output directory')
    .addOption(logOption())
    .addOption(
      new Option('-q, --quiet', 'print only warnings and failures, and nothing when all is well').conflicts(
        'verbose',
      ),
    )
    .option('-v, --verbose', 'a line for each file, and every line of lists')
    .option('--max-duration <time>', 'stop after this time, e.g. 90s, 30m or 2h; exit status 5')
    .option('--max-transfer <bytes>', 'stop after downloading this much, e.g. 500M or 20G; exit status 5')
    .option(
      '--max-rate <bytes>',
      'limit the rate per second, e.g. 500K or 20M; uses plain S3, s5cmd has no limit',
    )
    .option('--json', 'one JSON object per line on stdout, the result last');
}

/** Adds the commands about runs that were started before, and about what they have collected. */
export function addRunCommands(program: Command): void {
  const aboutRun = (name: string, description: string): Command =>
    addShowOptions(
      program
        .command(name)
        .description(description)
        .argument('[run]', 'run id, its beginning or latest; the newest run by default')
        .option(
          DIR_FLAGS,
          'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)',
          directoryName,
        )
        .option(
          '--set <key=value>',
          'change a setting from now on, e.g. source.endpoint=https://…; also engine, timeout_seconds, retries; repeatable',
          collected,
        ),
    );

  aboutRun('resume', 'continue a stopped or crashed run')
    .addHelpText('after', EXAMPLES.resume)
    .action(async (run: string | undefined, options: ResumeOptions) => {
      const { resume } = await import('./resume.ts');
      process.exitCode = await resume(run, options, false);
    });

  aboutRun('retry', 'retry the failed files of a run, and continue what is left')
    .option('--failed', 'retry failed files (the default)')
    .addHelpText('after', EXAMPLES.retry)
    .action(async (run: string | undefined, options: ResumeOptions) => {
      const { resume } = await import('./resume.ts');
      process.exitCode = await resume(run, options, true);
    });

  program
    .command('verify')
    .description('read every file again and compare it with the manifests and sidecars, without a network')
    .argument('<directory>', 'output directory of a collection')
    .option('--run <run>', 'only the files of this run: its id, its beginning or latest')
    .addOption(new Option('-q, --quiet', 'print only files that are not intact').conflicts('verbose'))
    .option('-v, --verbose', 'also print intact files')
    .option('--json', 'one JSON object per line: each file, then the summary')
    .addHelpText('after', EXAMPLES.verify)
    .action(async (directory: string, options: VerifyOptions) => {
      const { verify } = await import('./verify.ts');
      process.exitCode = await verify(directory, options);
    });
}

const EXAMPLES = {
  resume: `
Examples:
  tapehaul resume
  tapehaul resume --dir data --wait

The run continues with the configuration and the date that it was started with. When nothing of it is left, the exit status is 0.`,
  retry: `
Examples:
  tapehaul retry --failed
  tapehaul retry 20261124T101500Z-5f3a2c --dir data
  tapehaul retry --set source.endpoint=https://s3.example.com`,
  verify: `
Examples:
  tapehaul verify output/archive_data
  tapehaul verify data --json | grep -v '"intact"'

Exit status: 0 every file is intact, 6 a file has changed, is missing or cannot be read.`,
} as const;
