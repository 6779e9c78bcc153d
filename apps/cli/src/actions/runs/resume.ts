import { asTapehaulError, CODES, type TapehaulError } from '@tapehaul/errors';
import type { FleetOptions } from '../../options/fleet-options.ts';
import type { DirectoryOptions } from '../../options/output-directory.ts';
import { runControl } from '../../options/runs/run-control.ts';
import { bytesPerSecond } from '../../options/runs/run-limits.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { overridesOf, type SettingOptions } from '../../options/settings.ts';
import { runShown, type ShowOptions } from '../../progress/run-shown.ts';
import { print, printJson } from '../../show/print.ts';

/** Options of `tapehaul resume` and `tapehaul retry`. */
export interface ResumeCommandOptions
  extends ShowOptions,
    DirectoryOptions,
    SettingOptions,
    ServiceOptions,
    FleetOptions {}

/** Options of `tapehaul retry`. */
export interface RetryCommandOptions extends ResumeCommandOptions {
  /** An error code, or what keys begin with. */
  readonly only?: string;
}

/** Continues a run, with what had failed or without; gives the exit status, 0 also where nothing of it is left. */
export async function resume(
  run: string | undefined,
  options: RetryCommandOptions,
  how: 'resume' | 'retry',
): Promise<number> {
  const control = await runControl(options);
  const maxBytesPerSecond = bytesPerSecond(options.maxRate);
  const rate = maxBytesPerSecond === undefined ? {} : { maxBytesPerSecond };
  const failOn = options.failOn === undefined ? {} : { fail_on: options.failOn };
  const settings = { ...overridesOf(options.set ?? []), ...failOn };
  const on = options.on === undefined ? {} : { on: options.on };
  const selection = options.only === undefined ? {} : { only: selectionOf(options.only) };
  // A code or a key may be misspelt.
  const isAnswered = ({ code, facts }: TapehaulError): boolean =>
    code === 'run_complete' && facts.flow === undefined && options.only === undefined;
  try {
    return await runShown(
      control,
      { ...options, continues: how, isAnswered },
      { warnings: [], notes: [] },
      (hooks) => control[how](run, { ...rate, ...selection, ...on, settings }, hooks),
    );
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    if (!isAnswered(error)) throw error;
    return nothingLeft(error, options);
  }
}

/** Says that nothing is left of a run: what a script wants that continues it is true. */
function nothingLeft(
  { message, hint, facts }: TapehaulError,
  { json = false, quiet = false }: ResumeCommandOptions,
): number {
  if (json) printJson({ kind: 'nothing_left', run_id: facts.runId, state: facts.state, message });
  else if (!quiet) print([message, ...(hint === undefined ? [] : [hint])].join('\n'));
  return 0;
}

/** The failed files that a word means: those with that error code, or whose keys begin so. */
function selectionOf(only: string): { readonly errorCode: string } | { readonly prefix: string } {
  return Object.hasOwn(CODES, only) ? { errorCode: only } : { prefix: only };
}
