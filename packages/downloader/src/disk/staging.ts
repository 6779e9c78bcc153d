import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { errnoOf } from './errno.ts';
import { makeDirectory } from './make-directory.ts';
import { refuseLink } from './refuse-link.ts';

/**
 * A directory of our own on the output file system, where files arrive before they are proved and renamed
 * into place. Its name begins with our process id, so that a later process can find what a dead one left.
 */
export interface Staging {
  /** A new path for a file of that key; never the same twice. */
  path(key: string): string;
  /** Removes the directory with all that is still in it, and once more what dead processes left. */
  close(): Promise<void>;
}

/** Staging directories of this process. */
const live = new Set<string>();

/** Names of the directories that are made here: whatever else lies beside them is not ours to remove. */
const OURS = /^\d+-[0-9a-f]{8}$/;

/**
 * Sweeps what dead processes left below `parent` and makes a staging directory there. Rejects with a TapehaulError
 * `target_blocked` when `parent` is a link: what it leads to would be swept.
 */
export async function openStaging(parent: string): Promise<Staging> {
  await refuseLink(parent);
  await sweep(parent);
  const directory = join(parent, `${process.pid}-${randomBytes(4).toString('hex')}`);
  live.add(directory);
  await makeDirectory(directory);
  let count = 0;
  return {
    path: (key) => `${directory}${sep}${++count}-${basename(key)}`,
    async close() {
      live.delete(directory);
      await sweep(parent);
    },
  };
}

async function sweep(parent: string): Promise<void> {
  await makeDirectory(parent);
  for (const name of await readdir(parent)) {
    if (!OURS.test(name)) continue;
    const directory = join(parent, name);
    const pid = Number.parseInt(name, 10);
    // In a container a new process often has the id of the one before: our own are known by name.
    const inUse = pid === process.pid ? live.has(directory) : isAlive(pid);
    // What cannot be removed, such as a file of another user, does no harm.
    if (!inUse) await rm(directory, { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return errnoOf(error) === 'EPERM';
  }
}
