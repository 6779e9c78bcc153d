import type { Command } from 'commander';
import { aboutRun } from '../../options/command-options.ts';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul pause`; in the help after `cancel`. */
export function addPause(program: Command): void {
  aboutRun(program, 'pause', 'pause a run of another process: it starts no new files')
    .addHelpText('after', '\nExamples:\n  tapehaul pause --dir data')
    .addOption(serverOption())
    .action(async (run: string | undefined, options: DirectoryOptions & ServiceOptions) => {
      const { requestOfRun } = await import('../../actions/runs/request.ts');
      process.exitCode = await requestOfRun('pause', run, options);
    });
}
