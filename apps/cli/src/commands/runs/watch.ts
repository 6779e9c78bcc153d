import type { Command } from 'commander';
import { aboutRun } from '../../options/command-options.ts';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul watch`; in the help after `logs`. */
export function addWatch(program: Command): void {
  aboutRun(program, 'watch', 'follow a run of another process')
    .addHelpText('after', '\nExamples:\n  tapehaul watch --dir data')
    .addOption(serverOption())
    .action(async (run: string | undefined, options: DirectoryOptions & ServiceOptions) => {
      const { watch } = await import('../../actions/runs/watch.ts');
      process.exitCode = await watch(run, options);
    });
}
