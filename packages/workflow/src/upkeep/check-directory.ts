import { statSync } from 'node:fs';
import { TapehaulError } from '@tapehaul/errors';

/** Throws a TapehaulError `config_invalid` with the hint unless there is a directory at that path. */
export function checkDirectory(path: string, hint: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  const message = found === undefined ? `there is no directory ${path}` : `${path} is not a directory`;
  throw new TapehaulError('config_invalid', message, { hint });
}
