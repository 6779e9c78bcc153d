import { TapehaulError } from '@tapehaul/errors';
import { bufferOver } from './buffer-over.ts';

const LOCAL_FILE_HEADER = 'PK\u0003\u0004';

/**
 * Throws a TapehaulError `not_a_zip` unless the bytes begin as a zip does: catches HTML and XML pages that a
 * server or proxy sent with status 200.
 */
export function checkBeginning(bytes: Uint8Array): void {
  const beginning = bufferOver(bytes).toString('latin1', 0, 64);
  if (beginning.startsWith(LOCAL_FILE_HEADER)) return;
  const page = /^\s*</.test(beginning);
  throw notAZip(page ? 'the server sent an HTML or XML page with status 200' : 'the file is not a zip', {
    beginning,
  });
}

/** The error of a file that is no whole zip. */
export function notAZip(
  message: string,
  facts: Readonly<Record<string, unknown>>,
  cause?: unknown,
): TapehaulError {
  const hint = 'It is fetched again; if it stays broken, the archive itself holds a broken file.';
  return new TapehaulError('not_a_zip', message, { facts, cause, hint });
}
