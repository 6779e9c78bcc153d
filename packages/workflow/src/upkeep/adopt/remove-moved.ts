import type { Stats } from 'node:fs';
import { lstat, rm, stat } from 'node:fs/promises';
import { sidecarKey } from '@tapehaul/archive';
import type { Outcome } from '@tapehaul/downloader';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import { fileDigest, nothingThere } from '../file-digest.ts';
import { isTaken } from './adopted-file.ts';

/** Removes a file that is in place elsewhere with the same bytes, and its sidecar; gives the error when it cannot be. */
export async function removeMoved(
  source: string,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<TapehaulError | null> {
  const { status, proof, sha256, target } = outcome;
  if (source === target || proof !== 'sidecar' || !isTaken(outcome)) return null;
  try {
    const [from, to] = await Promise.all([lstat(source), stat(target).catch(nothingThere)]);
    // The folder may have changed since.
    if (!from.isFile()) return null;
    // Two paths can lead to one file: removing either could remove the only copy. A bucket's address leads to none.
    if (to !== null && from.dev === to.dev && from.ino === to.ino) return null;
    // What was there before, or has come since, may be another version than this.
    const isCopy = status === 'downloaded' && to !== null && hasSameStamp(from, to);
    if (!isCopy && (await fileDigest(source, signal)) !== sha256) return null;
    await rm(source);
    await rm(sidecarKey(source), { force: true });
    return null;
  } catch (thrown) {
    return asTapehaulError(thrown);
  }
}

/** Whether two files have the same size and time: a copy keeps the time, to the millisecond. */
function hasSameStamp(one: Stats, other: Stats): boolean {
  return one.size === other.size && Math.abs(one.mtimeMs - other.mtimeMs) < 1;
}
