import { asInterval, INTERVALS, type Interval, intervalSeconds } from '@tapehaul/archive';

const UNITS: readonly (readonly [unit: string, spelling: RegExp])[] = [
  ['s', /^(s|secs?|seconds?)$/i],
  // One m in capitals is the month of the REST API, and of MetaTrader the minute: it is read above, or not at all.
  ['m', /^(m|min|mins|minutes?|t)$/i],
  ['h', /^(h|hrs?|hours?)$/i],
  ['d', /^(d|days?)$/i],
  ['w', /^(w|wks?|weeks?)$/i],
  ['mo', /^(mo|mon|mth|months?)$/i],
];

const WORDS: ReadonlyMap<string, Interval> = new Map(
  Object.entries<Interval>({
    hourly: '1h',
    daily: '1d',
    weekly: '1w',
    monthly: '1mo',
    minutely: '1m',
    minute: '1m',
    hour: '1h',
    day: '1d',
    week: '1w',
    month: '1mo',
  }),
);

/** The interval that a name means: `60m` is `1h`, `1min` is `1m`, `1H` is `1h`, `24h` is `1d`, `1M` is `1mo`. */
export function readIntervalName(text: string): Interval | undefined {
  const exact = asInterval(text) ?? WORDS.get(text.trim().toLowerCase());
  if (exact !== undefined) return exact;
  const { count, unit } = parts(text);
  if (unit === 'mo') return count === 1 ? '1mo' : undefined;
  const seconds = secondsOf(text);
  return seconds === undefined ? undefined : INTERVALS.find((one) => intervalSeconds(one) === seconds);
}

/** The interval of the nearest length: `7h` is likely `8h` and not `1h`, and `60` alone is minutes, as in TradingView. */
export function likelyInterval(text: string): Interval | undefined {
  const seconds = secondsOf(/^\d{1,6}$/.test(text.trim()) ? `${text.trim()}m` : text);
  if (seconds === undefined || seconds === 0) return undefined;
  const distance = (interval: Interval): number =>
    Math.abs(Math.log((intervalSeconds(interval) ?? Number.POSITIVE_INFINITY) / seconds));
  return INTERVALS.toSorted((a, b) => distance(a) - distance(b))[0];
}

function secondsOf(text: string): number | undefined {
  const { count, unit } = parts(text);
  const one = unit === undefined || unit === 'mo' ? undefined : intervalSeconds(`1${unit}`);
  return one === undefined ? undefined : count * one;
}

function parts(text: string): { readonly count: number; readonly unit?: string } {
  const [, count = '', name = ''] = /^(\d{1,6})[ _-]?([a-z]+)$/i.exec(text.trim()) ?? turned(text.trim());
  const unit = name === 'M' ? undefined : UNITS.find(([, spelling]) => spelling.test(name))?.[0];
  return { count: Number(count), ...(unit === undefined ? {} : { unit }) };
}

/** `H1`, `M15`, `D1` and `W1` of MetaTrader, the other way round; `M1` is left alone, since it could be a month. */
function turned(text: string): readonly string[] {
  const [, unit, count] = /^(H|D|W|M(?!1$)|MN)(\d{1,3})$/.exec(text) ?? [];
  if (unit === undefined || count === undefined) return [];
  return ['', count, unit === 'MN' ? 'mo' : unit.toLowerCase()];
}
