import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CollectionConfig } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import { METADATA, runDirectory, stateDirectory } from '../../directory.ts';

/** Where a worker keeps what arrives, where it has no part of the output directory; by default in the system's folder for temporary files. */
export function workerStaging(given: string | undefined): string {
  return resolve(given ?? join(tmpdir(), 'tapehaul-worker'));
}

/**
 * The directory of staging and quarantine for a run: in its output directory, or, where that is not on this machine and files go to a bucket,
 * below `staging`. Rejects with a TapehaulError `target_blocked` where files go to an output directory that is not here: a folder at that path
 * in which the owner of the run has written nothing is another one, and files in it would be missing for everybody else.
 */
export async function stateForRun(
  { root, runId }: { readonly root: string; readonly runId: string },
  { storage }: Pick<CollectionConfig, 'storage'>,
  staging: string,
): Promise<string> {
  const state = stateDirectory(root);
  const isShared = existsSync(join(runDirectory(root, runId), METADATA));
  if (isShared && (await isWritable(state))) return state;
  if (storage.type !== 'local') return join(staging, folderOf(root));
  const [why, remedy] = isShared
    ? ['cannot be written', 'Let the user of the worker write there, and mount the folder for writing']
    : ['is not the one of the run, of which it has nothing', MOUNT];
  const message = `the output directory ${root} on this machine ${why}`;
  throw new TapehaulError('target_blocked', message, {
    facts: { root },
    hint: `${remedy}, or collect into a bucket (storage).`,
  });
}

const MOUNT = 'Mount the folder that the machines share at that path on each worker';

/** Whether a directory exists and this process may write into it. */
export function isWritable(directory: string): Promise<boolean> {
  return access(directory, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function folderOf(root: string): string {
  return createHash('sha256').update(root).digest('hex').slice(0, 16);
}
