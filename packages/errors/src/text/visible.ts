/**
 * Characters that a reader does not see, or that make a terminal, a log or a page show something else than is written:
 * controls of C0 and C1 (line breaks and escapes among them), format characters (bidirectional controls, zero widths,
 * tags), line and paragraph separators, halves of surrogate pairs, and characters that mean nothing.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;
const EACH_INVISIBLE = new RegExp(INVISIBLE, 'gu');
const EACH_BUT_LINE_BREAKS = new RegExp(`(?!\\n)${INVISIBLE.source}`, 'gu');
/** As {@link EACH_BUT_LINE_BREAKS}, and colours, the one escape sequence that commands write themselves, stay. */
const COLOUR = '\\u001b\\[\\d{0,3}(?:;\\d{1,3}){0,4}m';
const EACH_BUT_LINES_AND_COLOURS = new RegExp(`(${COLOUR})|(?!\\n)${INVISIBLE.source}`, 'gu');

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text from outside (words of a server, names of files and symbols, keys) as one line that shows everything that is in
 * it: what would not be seen, or would move the cursor, becomes an escape such as `\n`, `\x1b` or `\u202e`. Letters of
 * every script stay as they are. Applying it twice changes nothing more.
 */
export function visible(text: string): string {
  return INVISIBLE.test(text) ? text.replace(EACH_INVISIBLE, escapeOf) : text;
}

/** As {@link visible}, of a text whose line breaks are ours: a list of problems, or the stack of an error. */
export function visibleLines(text: string): string {
  return text.replace(EACH_BUT_LINE_BREAKS, escapeOf);
}

/**
 * What a command writes for people, at the last moment: as {@link visibleLines}, and our own colours stay. A caller that puts
 * text from outside into it applies {@link visible} first, since its line breaks and colours would pass here.
 */
export function visibleScreen(text: string): string {
  return text.replace(EACH_BUT_LINES_AND_COLOURS, (found, colour) => colour ?? escapeOf(found));
}

/**
 * JSON text in which every invisible character is an escape of JSON: the same value for a program, and nothing that a
 * terminal obeys.
 */
export function visibleJson(json: string): string {
  return json.replace(EACH_BUT_LINE_BREAKS, (found) =>
    Array.from({ length: found.length }, (_, index) => `\\u${hex(found.charCodeAt(index), 4)}`).join(''),
  );
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const short = SHORT[character];
  if (short !== undefined) return short;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code > 0xffff ? `\\u{${hex(code, 5)}}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
