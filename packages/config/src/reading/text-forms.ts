import { asInterval, INTERVALS, isDay, isSymbol, MARKETS } from '@tapehaul/archive';
import { nearest } from '@tapehaul/errors';
import * as z from 'zod';
import { likelyDay } from '../names/day-names.ts';
import { likelyInterval } from '../names/interval-names.ts';
import { asEndpoint } from '../values/endpoint.ts';

/** A text with a form of its own, what to say when it has another, and what was likely meant. */
function form(
  holds: (text: string) => boolean,
  expected: string,
  suggest?: (text: string) => string | undefined,
) {
  return z.string({ error: expected }).refine(holds, { error: expected, params: { suggest } });
}

const SYMBOL_PATTERN = /^[\p{Lu}\p{Lo}\p{Nd}_*?]{1,64}$/u;

/** Whether a symbol stands for several: `*USDT`, `1000*`. */
export function isPattern(symbol: string): boolean {
  return /[*?]/.test(symbol);
}

/** The regular expression of a symbol pattern: `*` is any run of characters, `?` any one. */
export function patternExpression(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
}

/** Whether a text is a symbol of the archive or a pattern of them. */
export function isSymbolOrPattern(text: string): boolean {
  return isSymbol(text) || (isPattern(text) && SYMBOL_PATTERN.test(text));
}

/** A symbol of the archive, or a pattern of them. */
export const symbolForm = form(
  isSymbolOrPattern,
  'a symbol in capitals such as BTCUSDT or BTCUSD_PERP, or a pattern such as *USDT',
  (text) => {
    const plain = text.trim().toUpperCase().replace(/[-/ ]/g, '');
    return plain !== text && isSymbolOrPattern(plain) ? plain : undefined;
  },
).describe(
  'A symbol as the archive names it, or a pattern with * and ? (patterns need a listing: not planning: matrix).',
);

/** A day, and not one that stands for "without end". */
function isUsableDay(text: string): boolean {
  return isDay(text) && text < '2100';
}

/** A day in UTC. */
export const dayForm = form(
  isUsableDay,
  'a valid date such as 2025-07-01 (before 2100)',
  nearestDay,
).describe('A UTC day, 2025-07-01.');

/** The last day of a request. */
export const endForm = form(
  (text) => text === 'latest' || isUsableDay(text),
  'a valid date such as 2025-07-15 (before 2100), or latest',
  (text) => (isDay(text) ? 'latest' : (nearestDay(text) ?? nearest(text, ['latest']))),
).describe('A UTC day, included, or "latest": the newest day that can be published.');

/** A candle interval; the REST spelling `1M` is read as `1mo`. */
export const intervalForm = form(
  (name) => asInterval(name) !== undefined,
  `one of ${INTERVALS.join(', ')}`,
  (text) => likelyInterval(text) ?? nearest(text, INTERVALS),
)
  .transform((name) => asInterval(name) ?? '1d')
  .describe('A candle interval. 1M is read as 1mo.');

/** The address of an S3 server. */
export const endpointForm = form(
  (text) => asEndpoint(text) !== undefined,
  'an http or https address without a path, such as https://s3.ap-northeast-1.amazonaws.com',
  (text) => (URL.canParse(text) && text.startsWith('http') ? new URL(text).origin : undefined),
)
  .transform((text) => asEndpoint(text) ?? text)
  .describe('Address of the S3 server; https when the scheme is left out.');

const BUCKET = /^(?!.*\.\.)(?!\d+(\.\d+){3}$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The name of a bucket, by the rules of S3. */
export const bucketForm = form(
  (name) => BUCKET.test(name),
  'the name of a bucket: 3 to 63 of a-z, 0-9, - and ., e.g. market-archive',
  (text) => {
    const plain = text
      .trim()
      .toLowerCase()
      .replace(/^s3:\/\//, '')
      .replace(/\/.*$/, '')
      .replace(/[_ ]/g, '-');
    return plain !== text && BUCKET.test(plain) ? plain : undefined;
  },
);

/** What leads the keys in a bucket: names between slashes. */
const PREFIX = /^(?!(.*\/)?\.{1,2}(\/|$))[^/\\\p{Cc}]+(\/[^/\\\p{Cc}]+)*\/?$/u;

/** A prefix of keys; a slash at its end is left out. */
export const prefixForm = form(
  (text) => text === '' || (PREFIX.test(text) && text.length <= 512),
  'names separated by slashes, without a leading slash, e.g. lake/raw',
  (text) => {
    const plain = text
      .split(/[/\\]+/)
      .filter((name) => name !== '' && name !== '.' && name !== '..')
      .join('/');
    return plain !== text && PREFIX.test(plain) ? plain : undefined;
  },
).transform((text) => text.replace(/\/$/, ''));

/** A path to write to. */
export const directoryForm = form(
  (path) => path.trim() !== '' && !path.includes('\0'),
  'a non-empty path without NUL characters',
).describe('Root of everything that is written; counts from the working directory.');

/** A market. */
export const marketForm = z.enum(MARKETS);

/** A day written another way (`2025-7-1`, `20250701`, `2025/07/01`), or the last day of a month overrun. */
function nearestDay(text: string): string | undefined {
  // A day elsewhere is two days in UTC.
  if (/T.*[+-]\d{2}:?\d{2}$/.test(text)) return undefined;
  const likely = likelyDay(text);
  if (likely !== undefined) return likely;
  const [, year, month, day] = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?!\d)/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  for (let number = Number(day); number > 0; number--) {
    const candidate = `${year}-${month.padStart(2, '0')}-${String(number).padStart(2, '0')}`;
    if (isDay(candidate)) return candidate === text ? undefined : candidate;
  }
  return undefined;
}
