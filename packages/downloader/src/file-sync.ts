import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import pLimit from 'p-limit';

/** Files made durable at once where each is done by itself. */
const AT_ONCE = 16;

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
