import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Time between two tries to get a lock that another process has, in milliseconds. */
const CHECK_MS = 250;

/**
 * Does work that only one process of this machine may do at a time, such as installing something, while it has the lock file at `path`; gives what the work gives.
 * Others wait for its end, as do other calls of the same process, so the work should first check whether it was done meanwhile. The lock of a
 * process that has ended does not count. Rejects as the work does, or as the file system does where no file can be made there.
 */
export async function oneProcess<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  await mkdir(dirname(path), { recursive: true });
  while (!(await lock(path))) {
    if (await isLeft(path)) await removeLeft(path);
    else await sleep(CHECK_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** Makes the lock file, unless it exists. It has id and start of this process from its first moment on: a link to a file that is complete. */
async function lock(path: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, [process.pid, (await startOf(process.pid)) ?? ''].join(' ').trim());
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** Removes a lock whose process has ended. Only one process does so at a time, or one could remove the lock that another has made after it. */
async function removeLeft(path: string): Promise<void> {
  await oneProcess(`${path}.left`, async () => {
    if (await isLeft(path)) await rm(path, { force: true });
  });
}

/** Whether there is a lock, and the process that made it has ended. */
async function isLeft(path: string): Promise<boolean> {
  const owner = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (owner === undefined) return false;
  const [pid, start] = owner.split(' ');
  if (!exists(Number(pid))) return true;
  // Another process may have the id by now.
  const found = start === undefined ? undefined : await startOf(Number(pid));
  return found !== undefined && found !== start;
}

/** When a process started, in ticks since the machine did; undefined where the system does not report it. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  // The name of the program comes before, in parentheses, and may hold anything.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
