import { isDay, lastDayOf } from '@tapehaul/archive';

/** The first and the last day that a text means. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

const NEWEST = new Set(['latest', 'today', 'now', 'yesterday', 'newest', 'present', 'current']);

/** Whether a text means the newest day that can be published. */
export function isNewest(text: string): boolean {
  return NEWEST.has(text.trim().toLowerCase());
}

/**
 * The days that a text or a number means, in UTC: a day in any of the usual forms (`2025-07-15`, `20250715`, `2025/7/15`,
 * `2025-07-15T00:00:00Z`), a month (`2025-07`), or a year. Nothing for a form whose order of day and month is anyone's
 * guess, for a time zone other than UTC, and for days that do not exist.
 */
export function readDays(value: unknown): Days | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  const { year, month = '', day = '' } = (DAY.exec(text) ?? COMPACT.exec(text))?.groups ?? {};
  if (year !== undefined) {
    const read = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isDay(read) ? { first: read, last: read } : undefined;
  }
  const [, ofYear = '', ofMonth = ''] = MONTH.exec(text) ?? [];
  if (ofYear !== '') {
    const first = `${ofYear}-${ofMonth.padStart(2, '0')}-01`;
    return isDay(first) ? { first, last: lastDayOf(first.slice(0, 7)) } : undefined;
  }
  return /^(19|20)\d{2}$/.test(text) ? { first: `${text}-01-01`, last: `${text}-12-31` } : undefined;
}

/** The separators of a day agree; a time may follow, in UTC. */
const DAY =
  /^(?<year>\d{4})(?<by>[-/.])(?<month>\d{1,2})\k<by>(?<day>\d{1,2})(?:[T ]\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]00:?00)?)?$/i;
const COMPACT = /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/;
const MONTH = /^(\d{4})[-/.](\d{1,2})$/;

/** The day that a text with another order of its parts must mean, if only one can be meant: `15/07/2025`, `07/15/2025`. */
export function likelyDay(text: string): string | undefined {
  const [, a = '', b = '', year = ''] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text.trim()) ?? [];
  const days = [
    [a, b],
    [b, a],
  ].map(([day = '', month = '']) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  const [only, ...others] = [...new Set(days)].filter(isDay);
  return others.length === 0 ? only : undefined;
}
