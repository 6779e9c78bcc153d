import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';

/** What to do where tried collections cannot write. */
const REMEDY = 'Set TMPDIR to a directory with free space that you can write to.';

/** What some errors mean here, in words. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is not a directory',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its disk is full',
};

/** Makes the folder that tried collections write to. Rejects with the error of the file system, which names TMPDIR. */
export async function makeTrialFolder(): Promise<string> {
  const place = tmpdir();
  try {
    return await mkdtemp(join(place, 'tapehaul-setup-'));
  } catch (thrown) {
    const { code, message, facts } = asTapehaulError(thrown);
    const why = WHY[String(facts.errno)] ?? message;
    throw new TapehaulError(code, `the directory of temporary files ${place} cannot be used: ${why}`, {
      cause: thrown,
      facts: { ...facts, place },
      hint: REMEDY,
    });
  }
}

/** What to do about an error of a point: its own hint, except for one that names the folder, which no configuration chooses. */
export function remedyOf({ message, hint }: TapehaulError, folder: string): string {
  return message.includes(folder) ? REMEDY : (hint ?? 'Read the message, then try again.');
}
