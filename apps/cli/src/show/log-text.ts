import { visible } from '@tapehaul/errors';
import { outColors as pc } from './colors.ts';
import { utc } from './figures.ts';

/** A line of a log, from the record or from a service. */
export interface ShownLogLine {
  /** Milliseconds since 1970 UTC, or ISO 8601. */
  readonly at: number | string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Null when the run itself says it. */
  readonly task: string | null;
  readonly message: string;
}

/** A log line for people. */
export function logText({ at, level, task, message }: ShownLogLine): string {
  const words = task === null ? visible(message) : aboutFile(task, message);
  return `${utc(at)} ${COLORS[level](level.toUpperCase().padEnd(5))} ${words}`;
}

const plain = (words: string): string => words;
const COLORS = { debug: plain, info: plain, warn: pc.yellow, error: pc.red } as const;

/** A failed file and why, without saying its key twice. */
export function failureText(
  key: string,
  error: { readonly message: string; readonly code: string } | null,
): string {
  return `${aboutFile(key, error?.message ?? '')} [${error?.code}]`;
}

/** What is said of a file, without its key twice: most messages begin with it. */
export function aboutFile(key: string, message: string): string {
  return visible(message.startsWith(key) ? message : `${key}: ${message}`);
}
