import { access, constants, lstat, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeDirectory, refuseLink } from '@tapehaul/downloader';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import { stateDirectory, sweptDirectories } from './directory.ts';

const ANOTHER = 'choose another output directory (--dir)';

/** What some errors mean here, in words. */
const KNOWN: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  EROFS: {
    why: 'its file system is read-only',
    hint: `Mount it writable, or ${ANOTHER}.`,
  },
  ENOENT: {
    why: 'no directory can be created there',
    hint: `C${ANOTHER.slice(1)}.`,
  },
  EEXIST: {
    why: 'a file, or a symbolic link to something that does not exist, is in the way',
    hint: `Move it away, or ${ANOTHER}.`,
  },
  EACCES: {
    why: 'permission is denied',
    hint: `Check its owner and permissions, or ${ANOTHER}.`,
  },
  EPERM: {
    why: 'the system does not permit writing there',
    hint: `C${ANOTHER.slice(1)}.`,
  },
  ENOTDIR: {
    why: 'a part of the path is not a directory',
    hint: `C${ANOTHER.slice(1)}.`,
  },
};

/**
 * Makes the output directory of a run where it is missing, and checks that it can be written. Rejects with the error of
 * the file system, which names the path: `disk_failed` where it is read-only, `disk_full`, `target_blocked`, `file_failed`.
 */
export async function prepareOutputDirectory(root: string): Promise<void> {
  const state = stateDirectory(root);
  for (const own of [state, ...sweptDirectories(root)]) await refuseLink(own);
  try {
    await makeDirectory(state);
    await access(state, constants.W_OK);
  } catch (thrown) {
    const { code, message, facts, hint } = asTapehaulError(thrown);
    const known = KNOWN[await reasonOf(root, String(facts.errno))];
    const why = known?.why ?? message;
    throw new TapehaulError(code, `the output directory ${root} cannot be used: ${why}`, {
      cause: thrown,
      facts: { ...facts, root },
      hint: known?.hint ?? hint,
    });
  }
}

/** The reason by its error: a file in the place of the directory itself is in the way, rather than a part of its path. */
async function reasonOf(root: string, errno: string): Promise<string> {
  const isThere = errno === 'ENOTDIR' && (await lstat(root).catch(() => undefined)) !== undefined;
  return isThere ? 'EEXIST' : errno;
}

/** Types of file systems in which nobody can keep files, by their magic numbers: proc, sysfs, cgroup, cgroup2, debugfs, tracefs, securityfs. */
const VIRTUAL: ReadonlySet<number> = new Set([
  0x9fa0, 0x62656572, 0x27e0eb, 0x63677270, 0x64626720, 0x74726163, 0x73636673,
]);

/**
 * Why an output directory could not be used, in words, as far as that can be seen without writing anything; undefined when
 * nothing speaks against it.
 */
export async function whyUnusable(outputDirectory: string): Promise<string | undefined> {
  const root = resolve(outputDirectory);
  const place = await nearestEntry(root);
  try {
    const found = await stat(place);
    if (!found.isDirectory()) return KNOWN[place === root ? 'EEXIST' : 'ENOTDIR']?.why;
    const { type } = await statfs(place);
    if (VIRTUAL.has(type)) return KNOWN.ENOENT?.why;
    await access(place, constants.W_OK);
    return undefined;
  } catch (thrown) {
    const { message, facts } = asTapehaulError(thrown);
    return facts.errno === 'ENOENT' ? KNOWN.EEXIST?.why : (KNOWN[String(facts.errno)]?.why ?? message);
  }
}

/** The path itself, or the nearest one above it at which anything stands, also a symbolic link to nothing. */
async function nearestEntry(path: string): Promise<string> {
  const above = dirname(path);
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined || above === path ? path : nearestEntry(above);
}
