import { type Command, Option } from 'commander';
import { addFleetOptions } from './fleet-options.ts';
import { collected, directoryName } from './option-values.ts';
import { DIR_FLAGS } from './request-flags.ts';

const DIR = 'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)';

/** A command about an output directory. */
export function aboutDirectory(program: Command, name: string, description: string): Command {
  return program.command(name).description(description).option(DIR_FLAGS, DIR, directoryName);
}

/** A command about a run of an output directory. */
export function aboutRun(program: Command, name: string, description: string): Command {
  return aboutDirectory(program, name, description).argument(
    '[run]',
    'run id, its beginning or latest; the newest run by default',
  );
}

/** Lets a command say what it ends with exit status 4 for. */
export function addFailOn(command: Command): Command {
  const about =
    'end with exit status 4 for names that the archive does not have, also for missing files, or never';
  return command.addOption(new Option('--fail-on <what>', about).choices(['unknown', 'missing', 'never']));
}

/** Lets a command say how deep files are proved. */
export function addProof(command: Command): Command {
  const about =
    'how deep files are proved; auto: small ones by their content, others by their published digest';
  return command.addOption(
    new Option('--proof <depth>', about).choices(['auto', 'published', 'deep', 'none']),
  );
}

/** Lets a command check again what is settled in the record. */
export function addRecheck(command: Command): Command {
  return command.option(
    '--recheck',
    'also compare what is settled in the record with the archive and the disk',
  );
}

/** A command with a configuration file. */
export function withConfig(program: Command, name: string, description: string, argument: string): Command {
  return program
    .command(name)
    .description(description)
    .argument(argument, 'configuration file, e.g. examples/starter.json')
    .option(
      '--set <key=value>',
      'a setting that overrides environment and file, e.g. planning=listing (repeatable)',
      collected,
    );
}

/** A command that continues a run. */
export function continuing(program: Command, name: string, description: string): Command {
  const command = aboutRun(program, name, description).option(
    '--set <key=value>',
    'change a setting from now on, e.g. source.endpoint=https://…; also engine, timeout_seconds, retries; repeatable',
    collected,
  );
  return addFleetOptions(addShowOptions(addFailOn(command)), 'where it was done before');
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
      'limit the rate per second, e.g. 500K or 20M; uses plain S3, s5cmd has no limit; of requests: --set max_requests_per_second=50',
    )
    .addOption(new Option('--report <where>', REPORT).choices(['prefect']))
    .option('--json', 'one JSON object per line on stdout, the result last');
}

const REPORT = 'also report the run to the Prefect server of PREFECT_API_URL as it goes';

/** The option that requests log lines. */
function logOption(): Option {
  const about = 'log lines on stderr instead of progress; classic is "time - name - LEVEL - message"';
  return new Option('--log [form]', about).choices(['readable', 'classic', 'json']).preset('readable');
}
