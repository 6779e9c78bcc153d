import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { asTapehaulError, stoppedBy } from '@tapehaul/errors';

/** A file below a folder. */
export interface FoundFile {
  /** Below the folder, with forward slashes. */
  readonly path: string;
  /** A regular file, a symbolic link, which is not followed, or something else, such as a pipe or a socket. */
  readonly kind: 'file' | 'link' | 'special';
  /** Names beside it, its own among them. */
  readonly beside: ReadonlySet<string>;
}

/**
 * Everything below a folder that is no folder, in the order of names, without following symbolic links. `skips` tells of
 * an absolute path whether that folder is left out. Rejects with a TapehaulError where a folder cannot be read.
 */
export async function* walkFolder(
  root: string,
  skips: (folder: string) => boolean,
  signal: AbortSignal,
): AsyncGenerator<FoundFile> {
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (signal.aborted) throw stoppedBy(signal);
    const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
      throw asTapehaulError(thrown);
    });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const beside = new Set(entries.map(({ name }) => name));
    const inner: string[] = [];
    for (const entry of entries) {
      const file = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skips(file)) inner.push(file);
      } else {
        const kind = entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'special';
        yield { path: relative(root, file).split(sep).join('/'), kind, beside };
      }
    }
    folders.push(...inner.reverse());
  }
}
