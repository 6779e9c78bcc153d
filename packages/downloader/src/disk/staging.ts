import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join, sep } from 'node:path';
import { errnoOf } from '../paths/errno.ts';
import { refuseLink } from '../paths/refuse-link.ts';
import { makeDirectory } from './make-directory.ts';

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

/** Names of the directories that are made here, some with a machine: whatever else lies beside them is not ours to remove. */
const OURS = /^(\d+)-[0-9a-f]{8}(?:-([0-9a-f]{12}))?$/;

/** After how long without a change a directory of another machine is taken for left behind, in milliseconds: it cannot be seen whether its process lives. */
const LEFT_BEHIND = 24 * 60 * 60_000;

/**
 * Sweeps what dead processes left below `parent` and makes a staging directory there. With `shared`, processes of other machines have theirs
 * beside it. Rejects with a TapehaulError `target_blocked` when `parent` is a link: what it leads to would be swept.
 */
export async function openStaging(parent: string, shared = false): Promise<Staging> {
  await refuseLink(parent);
  await sweep(parent, shared);
  const name = `${process.pid}-${randomBytes(4).toString('hex')}${shared ? `-${machine()}` : ''}`;
  const directory = join(parent, name);
  live.add(directory);
  await makeDirectory(directory);
  let count = 0;
  return {
    path: (key) => `${directory}${sep}${++count}-${basename(key)}`,
    async close() {
      live.delete(directory);
      // What is left in it is of no use to anybody, on whichever machine.
      await rm(directory, { recursive: true, force: true }).catch(() => {});
      await sweep(parent, shared);
    },
  };
}

async function sweep(parent: string, shared: boolean): Promise<void> {
  await makeDirectory(parent);
  for (const name of await readdir(parent)) {
    const found = OURS.exec(name);
    if (found === null) continue;
    const directory = join(parent, name);
    const pid = Number(found[1]);
    // Where others share the directory, one without a machine may be of a process of any machine.
    const isHere = found[2] === undefined ? !shared : found[2] === machine();
    // In a container a new process often has the id of the one before: our own are known by name.
    const isOpen = pid === process.pid ? live.has(directory) : isAlive(pid);
    const inUse = isHere ? isOpen : live.has(directory) || (await isRecent(directory));
    // What cannot be removed, such as a file of another user, does no harm.
    if (!inUse) await rm(directory, { recursive: true, force: true }).catch(() => {});
  }
}

/**
 * Names this machine since its last start. Containers have process ids of their own, and may have the name of the machine, as with
 * its network: each is a machine here.
 */
function machine(): string {
  const names = [hostname(), bootId(), processNamespace()].join('\n');
  return createHash('sha256').update(names).digest('hex').slice(0, 12);
}

/** Names the container whose process ids this process sees; empty where the system gives no name. */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** Id of the last start of this machine; empty where the system gives none. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

async function isRecent(directory: string): Promise<boolean> {
  const found = await stat(directory).catch(() => undefined);
  return found !== undefined && found.mtimeMs > Date.now() - LEFT_BEHIND;
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
