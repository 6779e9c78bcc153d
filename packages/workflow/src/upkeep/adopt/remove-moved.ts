import { rm, stat } from 'node:fs/promises';
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
    if (await isSameFile(source, target)) return null;
    // What was there before may be another version than this.
    if (status === 'cached' && (await fileDigest(source, signal)) !== sha256) return null;
    await rm(source);
    await rm(sidecarKey(source), { force: true });
    return null;
  } catch (thrown) {
    return asTapehaulError(thrown);
  }
}

/** Whether two paths lead to one file: removing either could remove the only copy. A bucket's address leads to none. */
async function isSameFile(source: string, target: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(source), stat(target).catch(nothingThere)]);
  return other !== null && one.dev === other.dev && one.ino === other.ino;
}
