import { TapehaulError } from '@tapehaul/errors';

/**
 * One argument of a line in an s5cmd run file. s5cmd splits lines as a POSIX shell does, without expansions,
 * so single quotes keep everything. Throws a TapehaulError `key_invalid` for line breaks and NUL: a line
 * break inside quotes makes s5cmd drop that line and all later ones without a word.
 */
export function quoteArgument(text: string): string {
  if (/[\n\r\0]/.test(text)) {
    throw new TapehaulError(
      'key_invalid',
      `s5cmd cannot take a name with a line break or NUL: ${JSON.stringify(text)}`,
      {
        facts: { text },
        hint: 'Leave this object out, or fetch it with the s3 engine.',
      },
    );
  }
  return `'${text.replaceAll("'", "'\\''")}'`;
}
