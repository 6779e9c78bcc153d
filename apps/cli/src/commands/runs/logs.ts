import { type Command, Option } from 'commander';
import type { LogsOptions } from '../../actions/runs/logs.ts';
import { aboutRun } from '../../options/command-options.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul logs`; in the help after `show`. */
export function addLogs(program: Command): void {
  aboutRun(program, 'logs', 'print the log of a run')
    .addHelpText(
      'after',
      '\nExamples:\n  tapehaul logs -f\n  tapehaul logs --level warn --grep checksum\n  tapehaul logs --newest --level error',
    )
    .option('-f, --follow', 'continue with new lines until the run has ended')
    .addOption(new Option('--newest', 'the newest line first').conflicts('follow'))
    .option('--task <id>', 'only lines of this task, e.g. the key of a file')
    .addOption(
      new Option('--level <level>', 'this level and higher').choices(['debug', 'info', 'warn', 'error']),
    )
    .option('--grep <text>', 'only lines that contain this text, ignoring case')
    .option('--json', 'one JSON object per line')
    .addOption(serverOption())
    .action(async (run: string | undefined, options: LogsOptions) => {
      const { logs } = await import('../../actions/runs/logs.ts');
      process.exitCode = await logs(run, options);
    });
}
