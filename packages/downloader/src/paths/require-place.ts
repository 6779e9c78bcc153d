import { constants } from 'node:fs';
import { access, lstat, realpath, stat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { errnoOf } from './errno.ts';

/** Bytes of a file, and its modification time in milliseconds since 1970 UTC. */
export interface FileSize {
  readonly size: number;
  readonly mtimeMs: number;
}

/** What stands somewhere, as the file system says it. */
interface Found {
  isFile(): boolean;
  isDirectory(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
}

/**
 * The file below the root that a symbolic link in the place of a file leads to, through links of its own too. Undefined where it leads to
 * something else, to nothing, or out of the root: what stands elsewhere is not ours to take over.
 */
export async function fileBehindLink(root: string, link: string): Promise<FileSize | undefined> {
  const real = await realpath(link).catch(unlessNowhere);
  if (real === undefined || !isBelow(await realpath(root), real)) return undefined;
  const found = await lstat(real).catch(unlessNowhere);
  return found?.isFile() === true ? found : undefined;
}

/**
 * Rejects with a TapehaulError `target_blocked` when something else than a file, or a link to a file below the root, stands
 * in the place of a file.
 */
export async function requireFileOrNothing(root: string, place: string): Promise<void> {
  const found = await lstat(place).catch(unlessNowhere);
  if (found === undefined || found.isFile()) return;
  if (!found.isSymbolicLink()) throw blocked(place, kindOf(found), 'file');
  if ((await fileBehindLink(root, place)) === undefined)
    throw blocked(place, await linkOf(place, root), 'file');
}

/**
 * Rejects when files cannot be put into a directory, which need not exist: with `target_blocked` when something else stands in the
 * place of it, or of one above it, else with the error of the file system, such as for one that may not be written to.
 */
export async function requireDirectory(directory: string): Promise<void> {
  const found = (await stat(directory).catch(unlessNowhere)) ?? (await lstat(directory).catch(unlessNowhere));
  if (found?.isDirectory() === true) return access(directory, constants.W_OK | constants.X_OK);
  if (found?.isSymbolicLink() === true) throw blocked(directory, 'a symbolic link to nothing', 'directory');
  if (found !== undefined) throw blocked(directory, kindOf(found), 'directory');
  if (dirname(directory) !== directory) await requireDirectory(dirname(directory));
}

function blocked(place: string, kind: string, expected: 'file' | 'directory'): TapehaulError {
  const message = `${place} is ${kind}, where a ${expected} belongs`;
  return new TapehaulError('target_blocked', message, {
    facts: { path: place },
    hint: "Move it away, then run the same command again. tapehaul does not remove it, since it may be somebody else's.",
  });
}

/** What a symbolic link is that stands for no file of ours. */
async function linkOf(link: string, root: string): Promise<string> {
  const target = await stat(link).catch(unlessNowhere);
  if (target === undefined) return 'a symbolic link to nothing';
  if (!target.isFile()) return `a symbolic link to ${kindOf(target)}`;
  return `a symbolic link that leads out of ${root}`;
}

function kindOf(found: Found): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isFile()) return 'a file';
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

/** Whether a path without links is that of a directory, or below it. */
export function isBelow(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

const NOWHERE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

/** Undefined for an error that says that a path leads to nothing; any other is thrown. */
function unlessNowhere(error: unknown): undefined {
  if (!NOWHERE.has(errnoOf(error))) throw error;
}
