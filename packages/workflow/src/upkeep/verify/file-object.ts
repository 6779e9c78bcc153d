import { type ArchiveObject, parseKey } from '@tapehaul/archive';
import { objectAt } from '@tapehaul/planner';
import type { ManifestRow } from '../../result/manifest.ts';

/**
 * The object that a file of an output directory is: by the key that a manifest has for it, else by its path. Undefined for
 * what is none of the archive's.
 */
export function objectOfFile(
  path: string,
  row: Pick<ManifestRow, 'key'> | undefined,
): ArchiveObject | undefined {
  return row === undefined ? objectAt(path) : parseKey(row.key);
}
