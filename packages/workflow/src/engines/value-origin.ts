import type { Origin } from '@tapehaul/config';

/**
 * Where a value of a run's configuration came from: `run` is what an earlier command has recorded with it, `request` a request to
 * a service that does not say more, `profile NAME` what the operator of the service configured under that name.
 */
export type ValueOrigin = Origin | 'run' | 'request' | `profile ${string}`;

/** Where the value at `path` of a configuration came from, in words. */
export function originWords(origin: ValueOrigin, path: string): string {
  if (origin === 'run') return `recorded with the run; --set ${path}=… changes it`;
  if (origin === 'default') return 'the default';
  if (origin === 'file') return 'from the configuration file';
  if (origin === 'override') return 'from the command line';
  if (origin === 'request') return 'from the request';
  if (origin.startsWith('profile ')) return `from the operator's ${origin}`;
  return `from the ${origin}`.replace('environment ', 'environment variable ');
}
