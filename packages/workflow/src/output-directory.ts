import { access, constants } from 'node:fs/promises';
import { makeDirectory, refuseLink } from '@tapehaul/downloader';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import { stateDirectory, sweptDirectories } from './directory.ts';

const ANOTHER = 'choose another output directory (--dir)';

/** What some errors mean here, in words. */
const KNOWN: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  EROFS: {
    why: 'its file system is read-only',
    hint: `Mount it writable, or ${ANOTHER}.`,
  },
  ENOENT: {
    why: 'no directory can be created there',
    hint: `C${ANOTHER.slice(1)}.`,
  },
  EEXIST: {
    why: 'a file, or a symbolic link to something that does not exist, is in the way',
    hint: `Move it away, or ${ANOTHER}.`,
  },
  EACCES: {
    why: 'permission is denied',
    hint: `Check its owner and permissions, or ${ANOTHER}.`,
  },
  EPERM: {
    why: 'the system does not permit writing there',
    hint: `C${ANOTHER.slice(1)}.`,
  },
  ENOTDIR: {
    why: 'a part of the path is not a directory',
    hint: `C${ANOTHER.slice(1)}.`,
  },
};

/**
 * Makes the output directory of a run where it is missing, and checks that it can be written. Rejects with the error of
 * the file system, which names the path: `disk_failed` where it is read-only, `disk_full`, `target_blocked`, `file_failed`.
 */
export async function prepareOutputDirectory(root: string): Promise<void> {
  const state = stateDirectory(root);
  for (const own of [state, ...sweptDirectories(root)]) await refuseLink(own);
  try {
    await makeDirectory(state);
    await access(state, constants.W_OK);
  } catch (thrown) {
    const { code, message, facts, hint } = asTapehaulError(thrown);
    const known = KNOWN[String(facts.errno)];
    const why = known?.why ?? message;
    throw new TapehaulError(code, `the output directory ${root} cannot be used: ${why}`, {
      cause: thrown,
      facts: { ...facts, root },
      hint: known?.hint ?? hint,
    });
  }
}
