import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Free bytes for this user on the file system of a directory, or of the nearest one above it; null where the file system
 * does not report its size, such as some network and virtual ones.
 */
export async function freeBytes(directory: string): Promise<number | null> {
  const disk = await statfs(nearestExisting(directory)).catch(() => undefined);
  return disk === undefined || disk.blocks === 0 ? null : disk.bavail * disk.bsize;
}

/** The directory itself, or the nearest one above that exists. */
export function nearestExisting(directory: string): string {
  const above = dirname(directory);
  return existsSync(directory) || above === directory ? directory : nearestExisting(above);
}
