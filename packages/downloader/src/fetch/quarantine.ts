import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import { makeDirectory } from '../disk/make-directory.ts';
import type { Arrived, ArrivedPair } from '../target/target.ts';
import { discardPair } from './fetch-pair.ts';

/**
 * Puts files that failed their proof aside, for people to inspect; nothing in place is touched. Resolves with the error
 * that hindered it, if one did: why they failed matters more. Leaves nothing in staging.
 */
export async function quarantine(pair: ArrivedPair, path: string): Promise<TapehaulError | undefined> {
  try {
    await makeDirectory(dirname(path));
    await put(pair.zip, path);
    if (pair.sidecar !== null) await put(pair.sidecar, sidecarKey(path));
    return undefined;
  } catch (thrown) {
    await discardPair(pair);
    return asTapehaulError(thrown);
  }
}

async function put(file: Arrived, path: string): Promise<void> {
  if (file.kind === 'file') return rename(file.path, path);
  // Written over, a link that stands there would give these bytes to the file that it leads to.
  await rm(path, { force: true });
  await writeFile(path, file.bytes, { flag: 'wx' });
}
