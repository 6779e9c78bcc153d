/**
 * Candle intervals as keys spell them, shortest first. The month is `1mo`: the REST name `1M` answers 404,
 * since the archive avoids names that differ only in case (binance-public-data README).
 */
export const INTERVALS = [
  '1s',
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
  '3d',
  '1w',
  '1mo',
] as const;

/** A candle interval, as keys spell it. */
export type Interval = (typeof INTERVALS)[number];

const UNIT_SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

/** The interval of that name, with the REST spelling `1M` read as `1mo`; nothing for any other name. */
export function asInterval(name: string): Interval | undefined {
  const spelled = name === '1M' ? '1mo' : name;
  return INTERVALS.find((interval) => interval === spelled);
}

/** Length of one candle in seconds; nothing for `1mo`, whose candles differ in length, and for no interval. */
export function intervalSeconds(interval: string): number | undefined {
  return KNOWN_SECONDS.get(interval) ?? secondsOf(interval);
}

function secondsOf(interval: string): number | undefined {
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(interval) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS];
}

/** Called for every file of a plan. */
const KNOWN_SECONDS: ReadonlyMap<string, number | undefined> = new Map(
  INTERVALS.map((interval) => [interval, secondsOf(interval)]),
);
