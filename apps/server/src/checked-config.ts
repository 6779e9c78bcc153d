import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import type { Places } from './places.ts';

/** Where a collection goes whose configuration does not say. */
const USUAL = 'collection';

/**
 * A configuration as the service runs it: its output directory is one of the service's places, absolute. Throws a
 * TapehaulError `config_invalid` with all problems.
 */
export function checkedConfig(config: unknown, places: Places): CollectionConfig {
  const says = typeof config === 'object' && config !== null && 'output_directory' in config;
  const asked = says ? config.output_directory : USUAL;
  const output_directory = places.resolve(typeof asked === 'string' ? asked : '');
  const checked = parseConfig(config);
  if (checked.matrix_path === undefined) return { ...checked, output_directory };
  const message = 'a service reads no files that a request names; leave it out for the built-in matrix';
  throw new TapehaulError('config_invalid', `matrix_path: ${message}`, {
    problems: [{ path: 'matrix_path', message }],
    hint: 'Leave matrix_path out.',
  });
}
