import type { Command } from 'commander';
import type { BatchesOptions } from '../../actions/runs/batches.ts';
import { aboutRun } from '../../options/command-options.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul batches`; in the help after `show`. */
export function addBatches(program: Command): void {
  aboutRun(program, 'batches', 'list the batches of a run: files left, who works on them, what went wrong')
    .addHelpText('after', HELP)
    .option('--open', 'only batches with files that have not ended')
    .option('--json', 'one JSON object per line')
    .addOption(serverOption())
    .action(async (run: string | undefined, options: BatchesOptions) => {
      const { batches } = await import('../../actions/runs/batches.ts');
      process.exitCode = await batches(run, options);
    });
}

const HELP = `
Examples:
  tapehaul batches --open
  tapehaul batches latest --dir data --json`;
