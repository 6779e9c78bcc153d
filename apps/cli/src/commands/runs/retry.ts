import type { Command } from 'commander';
import type { RetryCommandOptions } from '../../actions/runs/resume.ts';
import { continuing } from '../../options/command-options.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul retry`; in the help after `resume`. */
export function addRetry(program: Command): void {
  continuing(program, 'retry', 'retry the failed files of a run, and continue what is left')
    .option('--failed', 'retry failed files (the default)')
    .option('--only <what>', 'of the failed files, only those with this error code, or whose keys begin so')
    .addOption(serverOption())
    .addHelpText('after', HELP)
    .action(async (run: string | undefined, options: RetryCommandOptions) => {
      const { resume } = await import('../../actions/runs/resume.ts');
      process.exitCode = await resume(run, options, 'retry');
    });
}

const HELP = `
Examples:
  tapehaul retry --failed
  tapehaul retry 20261124T101500Z-5f3a2c --dir data
  tapehaul retry latest --only throttled
  tapehaul retry latest --only data/spot/daily/klines/BTCUSDT/
  tapehaul retry --set source.endpoint=https://s3.example.com`;
