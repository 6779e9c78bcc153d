import { type ArchiveObject, typicalBytes } from '@tapehaul/archive';

/** Bytes that a plan counts a file with: its size by the listing, else the typical size of such files; 0 for no object. */
export function plannedBytes(object: ArchiveObject | undefined, size: number | undefined): number {
  if (size !== undefined && size > 0) return size;
  return object === undefined ? 0 : typicalBytes(object);
}
