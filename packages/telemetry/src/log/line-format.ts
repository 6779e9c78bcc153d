import { visible, visibleJson } from '@tapehaul/errors';

/** A line of the log as pino writes it, redacted. */
export interface PinoLine {
  readonly level: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly name: string;
  readonly msg?: string;
  readonly err?: { readonly stack?: string; readonly message?: string };
  readonly [field: string]: unknown;
}

/** How lines look. `classic` is Python's `%(asctime)s - %(name)s - %(levelname)s - %(message)s`. */
export type LogFormat = 'json' | 'readable' | 'classic';

/**
 * Turns a line into its text, without the end of line. Whatever the words are, they make no other line: line breaks and
 * escapes in them are shown, and the lines of a stack are indented.
 */
export const FORMATS: Readonly<Record<LogFormat, (line: PinoLine) => string>> = {
  json: (line) => visibleJson(JSON.stringify(line)),
  readable: (line) => {
    const time = clock(new Date(line.time));
    return `${time} ${line.level.toUpperCase().padEnd(5)} ${message(line)}${fields(line)}${stack(line)}`;
  },
  classic: (line) => {
    const at = new Date(line.time);
    const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
    const level = PYTHON_LEVELS[line.level] ?? line.level.toUpperCase();
    const time = clock(at).replace('.', ',');
    return `${day} ${time} - ${line.name} - ${level} - ${message(line)}${fields(line)}${stack(line)}`;
  },
};

const PYTHON_LEVELS: Readonly<Record<string, string>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

const NOT_FIELDS = new Set(['level', 'time', 'name', 'msg', 'err']);

function message({ msg, err }: PinoLine): string {
  return visible(msg ?? err?.message ?? '');
}

function fields(line: PinoLine): string {
  const shown = Object.entries(line).filter(([name]) => !NOT_FIELDS.has(name));
  if (shown.length === 0) return '';
  const words = shown.map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return ` [${visible(words.join(' '))}]`;
}

function stack({ err }: PinoLine): string {
  if (err?.stack === undefined) return '';
  return err.stack
    .split('\n')
    .map((text) => `\n    ${visible(text.trim())}`)
    .join('');
}

function clock(at: Date): string {
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
  return `${time}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
