import type { Command } from 'commander';
import type { ShowRunOptions } from '../../actions/runs/show.ts';
import { aboutRun } from '../../options/command-options.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul show`; in the help after `runs`. */
export function addShow(program: Command): void {
  aboutRun(program, 'show', 'show a run: what it requested, states, failures by reason, slowest files')
    .addHelpText('after', '\nExamples:\n  tapehaul show --dir data')
    .option('--json', 'one JSON object')
    .addOption(serverOption())
    .action(async (run: string | undefined, options: ShowRunOptions) => {
      const { show } = await import('../../actions/runs/show.ts');
      process.exitCode = await show(run, options);
    });
}
