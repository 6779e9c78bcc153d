import type { DirectoryOptions } from '../../options/output-directory.ts';
import { runControl } from '../../options/runs/run-control.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { stopOnSignals } from '../../process/signals.ts';
import { logText } from '../../show/log-text.ts';
import { print, printJson } from '../../show/print.ts';

/** Options of `tapehaul logs`. */
export interface LogsOptions extends DirectoryOptions, ServiceOptions {
  /** Continue with new lines until the run has ended. */
  readonly follow?: boolean;
  /** The newest line first. */
  readonly newest?: boolean;
  /** Only lines of this task. */
  readonly task?: string;
  /** This level and higher. */
  readonly level?: 'debug' | 'info' | 'warn' | 'error';
  /** A part of the message. */
  readonly grep?: string;
  readonly json?: boolean;
}

/** Prints the log of a run, of the newest one without an id; gives the exit status. */
export async function logs(run: string | undefined, options: LogsOptions): Promise<number> {
  const { follow = false, newest = false, json = false, task, level, grep } = options;
  const control = await runControl(options);
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  const query = { ...(task && { task }), ...(level && { level }), ...(grep && { contains: grep }) };
  try {
    for await (const line of control.logs(run, { ...query, follow, newest, signal })) {
      if (json) printJson(line.line);
      else print(logText(line));
    }
    return 0;
  } catch (error) {
    if (signal.aborted) return exitStatus() ?? 1;
    throw error;
  } finally {
    dispose();
  }
}
