import { resumeCollection } from '@tapehaul/workflow';
import { outputDirectory, type PlaceOptions } from './place.ts';
import { bytesPerSecond } from './run-limits.ts';
import { runShown, type ShowOptions } from './run-shown.ts';

/** Options of `tapehaul resume` and `tapehaul retry`. */
export interface ResumeOptions extends ShowOptions, PlaceOptions {}

/** Takes a run up again, with what had failed or without; gives the exit status. */
export async function resume(
  runId: string | undefined,
  options: ResumeOptions,
  failed: boolean,
): Promise<number> {
  const directory = outputDirectory(options);
  const which = runId === undefined ? {} : { runId };
  const maxBytesPerSecond = bytesPerSecond(options.maxRate);
  const rate = maxBytesPerSecond === undefined ? {} : { maxBytesPerSecond };
  return runShown(options, { warnings: [], notes: [] }, (hooks) =>
    resumeCollection(directory, { ...which, ...rate, ...hooks, failed }),
  );
}
