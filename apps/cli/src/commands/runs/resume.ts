import type { Command } from 'commander';
import type { ResumeCommandOptions } from '../../actions/runs/resume.ts';
import { continuing } from '../../options/command-options.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul resume`; in the help after `matrix`. */
export function addResume(program: Command): void {
  continuing(program, 'resume', 'continue a stopped or crashed run')
    .addOption(serverOption())
    .addHelpText('after', HELP)
    .action(async (run: string | undefined, options: ResumeCommandOptions) => {
      const { resume } = await import('../../actions/runs/resume.ts');
      process.exitCode = await resume(run, options, 'resume');
    });
}

const HELP = `
Examples:
  tapehaul resume
  tapehaul resume --dir data --wait

The run continues with the configuration and the date that it was started with. When nothing of it is left, the exit status is 0.`;
