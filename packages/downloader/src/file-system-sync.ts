import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { execa } from 'execa';
import pLimit from 'p-limit';

/** Files made durable at once where each is done by itself. */
const AT_ONCE = 16;

/**
 * Makes published files outlive a power cut, with the directories that name them. One `sync --file-system` of
 * the whole file system costs a tenth of a sync of each of a thousand files; where there is no such program
 * (outside Linux), each file is synced by itself. Rejects with the error of the file system.
 */
export async function syncTogether(root: string, paths: readonly string[]): Promise<void> {
  if (process.platform === 'linux') {
    const { exitCode } = await execa('sync', ['--file-system', root], { reject: false, stdio: 'ignore' });
    if (exitCode === 0) return;
  }
  await syncEach(paths);
}

/** Makes each file, and then each of their directories, outlive a power cut. */
export async function syncEach(paths: readonly string[]): Promise<void> {
  const limit = pLimit(AT_ONCE);
  await Promise.all(paths.map((path) => limit(() => syncOne(path))));
  const directories = [...new Set(paths.map((path) => dirname(path)))];
  // Windows has no way to sync a directory, and no need of one.
  if (process.platform !== 'win32') await Promise.all(directories.map((path) => limit(() => syncOne(path))));
}

async function syncOne(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
