import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';

/**
 * Makes staged files durable and renames them into place: the sidecar first, so that a zip in place always
 * has its own beside it. Resolves with the zip's modification time in milliseconds.
 */
export async function publish(
  staged: { zip: string; sidecar: string | null },
  target: string,
): Promise<number> {
  await mkdir(dirname(target), { recursive: true });
  if (staged.sidecar !== null) await moveDurably(staged.sidecar, sidecarKey(target));
  await moveDurably(staged.zip, target);
  return (await stat(target)).mtimeMs;
}

async function moveDurably(from: string, to: string): Promise<void> {
  const file = await open(from);
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(from, to);
}

/** Moves files that failed their proof out of the way, for people to look at; nothing in place is touched. */
export async function quarantine(
  staged: { zip: string; sidecar: string | null },
  path: string,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (staged.sidecar !== null) await rename(staged.sidecar, sidecarKey(path));
  await rename(staged.zip, path);
}
