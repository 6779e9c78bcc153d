import { type Command, Option } from 'commander';
import type { ResumeOptions } from './resume.ts';
import type { VerifyOptions } from './verify.ts';

/** The option that asks for log lines. */
function logOption(): Option {
  const about = 'log lines on stderr in place of progress; classic is "time - name - LEVEL - message"';
  return new Option('--log [form]', about).choices(['readable', 'classic', 'json']).preset('readable');
}

/** Lets a command say how a run is shown and how far it goes. */
export function addShowOptions(command: Command): Command {
  return command
    .option('--wait', 'wait while another run works in the output directory')
    .addOption(logOption())
    .option('--max-duration <time>', 'stop gently after that, as 90s, 30m or 2h; exit status 5')
    .option('--max-transfer <bytes>', 'stop gently once so much was fetched, as 500M or 20G; exit status 5')
    .option('--max-rate <bytes>', 'most bytes a second, as 500K or 20M; over S3 alone, s5cmd has no limit')
    .option('--json', 'one JSON object a line on stdout, the last one is the result');
}

/** Adds the commands about runs that were started before, and about what they have collected. */
export function addRunCommands(program: Command): void {
  const aboutRun = (name: string, description: string): Command =>
    addShowOptions(
      program
        .command(name)
        .description(description)
        .argument('[run]', 'id of a run; the newest one by default')
        .option(
          '--dir <directory>',
          'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)',
        ),
    );

  aboutRun('resume', 'go on with a run that was stopped or crashed: only what is left of it')
    .addHelpText('after', EXAMPLES.resume)
    .action(async (run: string | undefined, options: ResumeOptions) => {
      const { resume } = await import('./resume.ts');
      process.exitCode = await resume(run, options, false);
    });

  aboutRun('retry', 'try again what failed in a run, and what is left of it; nothing else is touched')
    .option('--failed', 'what failed; this is what retry does anyway')
    .addHelpText('after', EXAMPLES.retry)
    .action(async (run: string | undefined, options: ResumeOptions) => {
      const { resume } = await import('./resume.ts');
      process.exitCode = await resume(run, options, true);
    });

  program
    .command('verify')
    .description('read every file again and compare it with the manifests and sidecars; no network')
    .argument('<directory>', 'output directory of a collection')
    .option('--run <run>', 'only the files of this run')
    .option('--json', 'one JSON object a line: each file, then the summary')
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

The run goes on with the configuration and the day that it was started with.`,
  retry: `
Examples:
  tapehaul retry --failed
  tapehaul retry 20261124T101500Z-5f3a2c --dir data`,
  verify: `
Examples:
  tapehaul verify output/archive_data
  tapehaul verify data --json | grep -v '"intact"'

Exit status: 0 all files are as they were proved to be, 6 one has changed or is missing.`,
} as const;
