import { wishOfRun } from '@tapehaul/workflow';
import { outputDirectory, type PlaceOptions } from '../options/place.ts';
import { print } from '../show/print.ts';

const SAID = {
  cancel: 'is asked to stop: files in progress are abandoned, finished files are kept',
  pause: 'is asked to pause: files in progress finish, no new ones start',
  resume: 'is asked to continue',
} as const;

/** Asks the process that works on a run for something; it hears that within a second. Gives the exit status. */
export function wish(runId: string | undefined, options: PlaceOptions, what: keyof typeof SAID): number {
  const run = wishOfRun(outputDirectory(options), runId, what);
  print(`run ${run} ${SAID[what]}`);
  return 0;
}
