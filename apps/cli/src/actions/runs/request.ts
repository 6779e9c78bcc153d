import type { DirectoryOptions } from '../../options/output-directory.ts';
import { runControl } from '../../options/runs/run-control.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { print } from '../../show/print.ts';

const SAID = {
  cancel: 'will stop: files in progress are abandoned, finished files are kept',
  pause: 'will pause: files in progress finish, no new ones start',
  unpause: 'will continue',
} as const;

/** Sends a request to the process that works on a run, which receives it within a second. Gives the exit status. */
export async function requestOfRun(
  what: keyof typeof SAID,
  run: string | undefined,
  options: DirectoryOptions & ServiceOptions,
): Promise<number> {
  const control = await runControl(options);
  print(`run ${await control[what](run)} ${SAID[what]}`);
  return 0;
}
