import { type ArchiveObject, typicalBytes } from '@tapehaul/archive';

/** Bytes that a plan counts a file with: its size by the listing, else what such files have as a rule; 0 for no object. */
export function plannedBytes(object: ArchiveObject | undefined, size: number | undefined): number {
  if (size !== undefined && size > 0) return size;
  return object === undefined ? 0 : typicalBytes(object);
}
