import type { Problem } from '@tapehaul/errors';

/** Levels of folders below the data that can be an output directory. */
export const DEPTH = 3;

/** Most characters of a name. */
const MOST = 64;
/** Most bytes of a name: what file systems take. */
const MOST_BYTES = 255;
/**
 * Letters, digits, marks, punctuation, symbols and plain spaces, without what some file system or shell gives a
 * meaning, and without letters that show nothing. */
const PRINTABLE =
  /^(?!.*[<>:"|?*\\/])(?!.*[\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{M}\p{P}\p{S} ]+$/u;
/** Names of devices on Windows, with any extension. */
const RESERVED = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/iu;
/** Names that tapehaul keeps for itself, and that are not listed. */
export const HIDDEN = /^[._]/;

/** What is wrong with an output directory as a request names it: a relative path of at most {@link DEPTH} names. */
export function directoryProblems(path: string): Problem[] {
  const names = path.replace(/^(\.\/)+/, '').split('/');
  // One slash at the end means the same.
  if (names.length > 1 && names.at(-1) === '') names.pop();
  const reason =
    names.length > DEPTH ? `${names.length} names` : names.map(whyNot).find((it) => it !== undefined);
  if (reason === undefined) return [];
  const shown = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
  const expected = `a relative path of at most ${DEPTH} names of at most ${MOST} printable characters each, such as btc/candles`;
  return [{ path: 'output_directory', message: `got ${shown} (${reason}), expected ${expected}` }];
}

function whyNot(name: string): string | undefined {
  if (name === '') return 'an empty name';
  if (HIDDEN.test(name)) return 'a name that begins with a dot or an underscore';
  if (!PRINTABLE.test(name)) return 'a character that is not printable, or one of <>:"|?*\\';
  if ([...name].length > MOST || Buffer.byteLength(name) > MOST_BYTES) return 'a name that is too long';
  if (/^ |[. ]$/.test(name)) return 'a name that begins with a space, or ends with a space or a dot';
  if (RESERVED.test(name)) return 'a reserved name';
  return name.normalize('NFC') === name ? undefined : 'a name that is not in the Unicode form NFC';
}
