import type { Command } from 'commander';
import { aboutRun } from '../../options/command-options.ts';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul cancel`; in the help after `watch`. */
export function addCancel(program: Command): void {
  aboutRun(program, 'cancel', 'stop a run of another process; resume continues it')
    .addHelpText('after', '\nExamples:\n  tapehaul cancel --dir data')
    .addOption(serverOption())
    .action(async (run: string | undefined, options: DirectoryOptions & ServiceOptions) => {
      const { requestOfRun } = await import('../../actions/runs/request.ts');
      process.exitCode = await requestOfRun('cancel', run, options);
    });
}
