import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { asTapehaulError, stoppedBy } from '@tapehaul/errors';

/** A file below a folder. */
export interface FoundFile {
  /** Below the folder, with forward slashes. */
  readonly path: string;
  /**
   * A regular file, a symbolic link, which is not followed, something else, such as a pipe or a socket, or a folder that
   * cannot be read.
   */
  readonly kind: 'file' | 'link' | 'special' | 'unreadable';
  /** Names beside it, its own among them. */
  readonly beside: ReadonlySet<string>;
}

/**
 * Everything below a folder that is no folder that can be read, in the order of names, without following symbolic links. `skips` reports
 * an absolute path whether that folder is left out. With `follows` links to folders are followed, after everything else and each
 * folder once, and reported as links, too; not one to a folder that holds the root. Rejects with a TapehaulError where the folder itself cannot be read.
 */
export async function* walkFolder(
  root: string,
  skips: (folder: string) => boolean,
  signal: AbortSignal,
  { follows = false } = {},
): AsyncGenerator<FoundFile> {
  const folders = [root];
  const linked: string[] = [];
  const seen = new Set<string>();
  for (;;) {
    const folder = folders.pop() ?? linked.shift();
    if (folder === undefined) return;
    if (signal.aborted) throw stoppedBy(signal);
    if (follows && !(await isNew(folder, root, seen))) continue;
    const entries = await entriesOf(folder, folder === root);
    if (entries === null) {
      yield { path: pathBelow(root, folder), kind: 'unreadable', beside: new Set() };
      continue;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const beside = new Set(entries.map(({ name }) => name));
    const inner: string[] = [];
    for (const entry of entries) {
      const file = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skips(file)) inner.push(file);
      } else {
        if (follows && entry.isSymbolicLink() && (await isFolder(file))) linked.push(file);
        const kind = entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'special';
        yield { path: pathBelow(root, file), kind, beside };
      }
    }
    folders.push(...inner.reverse());
  }
}

/** What is in a folder; nothing where it has gone since it was seen, null where it cannot be read. */
async function entriesOf(folder: string, isRoot: boolean): Promise<Dirent[] | null> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (thrown) {
    if (isRoot) throw asTapehaulError(thrown);
    const errno = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    return errno === 'ENOENT' || errno === 'ENOTDIR' ? [] : null;
  }
}

/** Whether a folder that may be a link was not walked before and holds no other that is walked. */
async function isNew(folder: string, root: string, seen: Set<string>): Promise<boolean> {
  const real = await realpath(folder).catch(() => folder);
  const isAbove =
    folder !== root && `${await realpath(root)}${sep}`.startsWith(real.endsWith(sep) ? real : real + sep);
  if (isAbove || seen.has(real)) return false;
  seen.add(real);
  return true;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/** The path of a file below a folder, with forward slashes. */
export function pathBelow(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}
