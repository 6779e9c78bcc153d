import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';

/** A path with all links in it followed, also one that does not exist yet; undefined when a link in it leads nowhere. */
export function realPath(path: string): string | undefined {
  for (let known = path; ; known = dirname(known)) {
    const found = real(known);
    if (found !== undefined) return join(found, relative(known, path));
    // Creating something there would follow such a link.
    if (isLink(known)) return undefined;
    if (known === dirname(known)) return path;
  }
}

/** {@link realPath} where that is below a root, itself a real path, or is the root; else undefined. */
export function realBelow(root: string, path: string): string | undefined {
  const found = realPath(path);
  const isBelow = found === root || found?.startsWith(root.endsWith(sep) ? root : root + sep) === true;
  return isBelow ? found : undefined;
}

/** Throws a TapehaulError `config_invalid` when a directory, or what lies right in it or in its state, leads out of the root. */
export function requireBelow(root: string, directory: string): void {
  for (const path of [directory, ...entries(directory), ...entries(join(directory, '.tapehaul'))]) {
    if (realBelow(root, path) !== undefined) continue;
    throw new TapehaulError('config_invalid', `${path} is a link that leads out of the data of the service`, {
      facts: { path },
      hint: 'Remove the link, or start the service with a --data folder that has both ends.',
    });
  }
}

function entries(directory: string): string[] {
  try {
    const all = readdirSync(directory, { withFileTypes: true });
    return all.filter((entry) => entry.isSymbolicLink()).map(({ name }) => join(directory, name));
  } catch {
    return [];
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function real(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
