import { readFile } from 'node:fs/promises';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import { localFile } from './output-address.ts';

/**
 * Reads a JSON file; `~` in its path is the home directory, and a mark of UTF-8 at its start is left out. Rejects with a
 * TapehaulError `config_unreadable` that says what the file is where it is no JSON, and where its fault is.
 */
export async function readJsonFile(named: string): Promise<unknown> {
  const path = localFile(named);
  const text = decoded(path, await bytesOf(path));
  if (text.trim() === '')
    throw unreadable(`${path} is empty`, 'Write a JSON object into it; tapehaul init does.');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(await faultOf(path, text), 'Correct the file at the place named above.', cause);
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code, message } = asTapehaulError(cause);
    const errno = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const [what, hint] =
      errno === 'ENOENT'
        ? [`there is no file ${path}`, 'Pass a JSON file, or create one with tapehaul init.']
        : errno === 'EISDIR'
          ? [`${path} is a directory`, 'Pass a JSON file in it.']
          : [`cannot read ${path}: ${message}`, 'Pass a JSON file that can be read.'];
    throw new TapehaulError('config_unreadable', what, { cause, facts: { path, code }, hint });
  }
}

function decoded(path: string, bytes: Buffer): string {
  const [first, second] = bytes;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // JSON begins with two ASCII characters: one NUL among them is UTF-16 without its mark.
  if (isMarked || (bytes.length > 1 && (first === 0 || second === 0))) {
    throw unreadable(`${path} is UTF-16; UTF-8 is needed`, 'Save the file as UTF-8.');
  }
  try {
    // Leaves a mark of UTF-8 out.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(`${path} is not UTF-8`, 'Save the file as UTF-8.', cause);
  }
}

/** What is wrong with a text that is no JSON. Loads the tolerant parser, which a right file needs not. */
async function faultOf(path: string, text: string): Promise<string> {
  const format = formatOf(text);
  if (format !== undefined) return `${path} looks like ${format}; JSON is needed`;
  const { parse, printParseErrorCode } = await import('jsonc-parser');
  const errors: { error: number; offset: number; length: number }[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return `${path} is not valid JSON`;
  const fault = printParseErrorCode(first.error);
  return `${path} is not valid JSON at ${position(text, first.offset)}: ${wordsFor(fault, text, first.offset)}`;
}

const YAML = /^(---|[\w-]+:(\s|$)|\s*- )/m;
const TOML = /^(\[[\w.-]+\]\s*$|[\w-]+\s*=\s*\S)/m;
const JSON5 = /^\s*\{\s*(\/\/.*\s*)*([A-Za-z_]\w*\s*:|'[^']*'\s*:)/;

/** The format of a text, where it is clearly another one than JSON. */
function formatOf(text: string): string | undefined {
  if (JSON5.test(text)) return 'JSON5 (JSON needs double quotes around keys and strings)';
  if (/^\s*[[{"]/.test(text) && !/^\s*\[[\w.-]+\]\s*$/m.test(text)) return undefined;
  if (/^\s*</.test(text)) return 'XML or HTML';
  if (TOML.test(text)) return 'TOML';
  return YAML.test(text) ? 'YAML' : undefined;
}

function position(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function wordsFor(fault: string, text: string, offset: number): string {
  const isAfterComma = /,\s*$/.test(text.slice(0, offset));
  if (isAfterComma && /^[\]}]/.test(text.slice(offset))) return 'trailing comma, which JSON does not allow';
  const next = text.slice(offset, offset + 1);
  return WORDS[fault] ?? `unexpected ${next === '' ? 'end of the file' : JSON.stringify(next)}`;
}

const WORDS: Readonly<Record<string, string>> = {
  CommaExpected: 'missing comma',
  ColonExpected: 'missing colon',
  CloseBraceExpected: 'missing closing }',
  CloseBracketExpected: 'missing closing ]',
  PropertyNameExpected: 'expected a key in double quotes',
  ValueExpected: 'missing value',
  EndOfFileExpected: 'unexpected content after the end of the object',
  InvalidCommentToken: 'comments are not allowed in JSON',
  UnexpectedEndOfComment: 'comments are not allowed in JSON',
  UnexpectedEndOfString: 'missing closing double quote',
  InvalidNumberFormat: 'invalid number',
};

function unreadable(message: string, hint: string, cause?: unknown): TapehaulError {
  return new TapehaulError('config_unreadable', message, { cause, hint });
}
