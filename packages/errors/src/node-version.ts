import { TapehaulError } from './error/tapehaul-error.ts';

/** The first Node that has all that the packages use. They are tested with Node 24, as their manifests say. */
const LEAST = 22;

/**
 * Refuses a Node that a package cannot work with, once and by name: it would otherwise fail each task or file with an error
 * of its own. Runtimes that name no Node version are accepted.
 * @param owner the function that was called, for the message
 * @throws TapehaulError `config_invalid`
 */
export function checkNodeVersion(owner: string): void {
  const version: string | undefined = globalThis.process?.versions?.node;
  if (version === undefined || Number.parseInt(version, 10) >= LEAST) return;
  throw new TapehaulError('config_invalid', `${owner} needs Node 24 or newer, this is Node ${version}`, {
    hint: 'Install a newer Node and start the program with it.',
  });
}
