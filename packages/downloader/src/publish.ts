import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import type { Staged } from './staged.ts';

/**
 * Makes staged files durable and renames them into place. A new zip comes after its sidecar, so that it
 * never stands without one. A zip that replaces another comes before its sidecar: should the process die in
 * between, the new zip differs from the record, and from the old sidecar, and is fetched again. Resolves
 * with the zip's modification time in milliseconds.
 */
export async function publish({ zip, sidecar }: Staged, target: string): Promise<number> {
  await mkdir(dirname(target), { recursive: true });
  const replaces = (await stat(target).catch(() => undefined)) !== undefined;
  if (replaces) await moveDurably(zip, target);
  if (sidecar === null) await rm(sidecarKey(target), { force: true });
  else await moveDurably(sidecar, sidecarKey(target));
  if (!replaces) await moveDurably(zip, target);
  return (await stat(target)).mtimeMs;
}

/** Puts a sidecar beside the zip that it proves. */
export async function publishSidecar(sidecar: string, target: string): Promise<void> {
  await moveDurably(sidecar, sidecarKey(target));
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
export async function quarantine({ zip, sidecar }: Staged, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (sidecar !== null) await rename(sidecar, sidecarKey(path));
  await rename(zip, path);
}
