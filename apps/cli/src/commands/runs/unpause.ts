import type { Command } from 'commander';
import { aboutRun } from '../../options/command-options.ts';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul unpause`; in the help after `pause`. */
export function addUnpause(program: Command): void {
  aboutRun(program, 'unpause', 'let a paused run continue')
    .addHelpText('after', '\nExamples:\n  tapehaul unpause --dir data')
    .addOption(serverOption())
    .action(async (run: string | undefined, options: DirectoryOptions & ServiceOptions) => {
      const { requestOfRun } = await import('../../actions/runs/request.ts');
      process.exitCode = await requestOfRun('unpause', run, options);
    });
}
