import type { Command } from 'commander';
import type { RunsOptions } from '../../actions/runs/runs.ts';
import { aboutDirectory } from '../../options/command-options.ts';
import { wholeNumber } from '../../options/option-values.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul runs`; in the help after `verify`. */
export function addRuns(program: Command): void {
  aboutDirectory(program, 'runs', 'list the runs of an output directory, newest first')
    .addHelpText(
      'after',
      '\nExamples:\n  tapehaul runs --dir data\n\nplanned counts all files of the plan; settled those of them that were held before, and were neither fetched nor checked.',
    )
    .option('--limit <runs>', 'most runs to show', wholeNumber, 20)
    .option('--json', 'one JSON object per line')
    .addOption(serverOption())
    .action(async (options: RunsOptions) => {
      const { runs } = await import('../../actions/runs/runs.ts');
      process.exitCode = await runs(options);
    });
}
