import type { Origin } from '@tapehaul/config';

/** Where a value of a run's configuration came from: `run` is what an earlier command has recorded with it. */
export type ValueOrigin = Origin | 'run';

/** Where the value at `path` of a configuration came from, in words. */
export function originWords(origin: ValueOrigin, path: string): string {
  if (origin === 'run') return `recorded with the run; --set ${path}=… changes it`;
  if (origin === 'default') return 'the default';
  if (origin === 'file') return 'from the configuration file';
  if (origin === 'override') return 'from the command line';
  return `from the ${origin}`.replace('environment ', 'environment variable ');
}
