import {
  type CandleSeries,
  dataTypeSpec,
  firstDayOf,
  intervalSeconds,
  monthOf,
  nextMonth,
} from '@tapehaul/archive';
import { decimalText, scaledText } from './decimal-text.ts';
import { unit } from './random.ts';
import type { Sheet } from './sheet.ts';
import { Walk } from './walk.ts';

const VOLUME_PLACES = 3;
/** Premiums are small fractions around zero. */
const PREMIUM_PLACES = 8;
const PREMIUM_REACH = 2_000;
const MILLISECONDS = 1_000;
/** Monday 1970-01-05: weeks of the archive begin on Mondays. */
const FIRST_MONDAY = Date.UTC(1970, 0, 5);

/** Candles without gaps; each opens at the price at which the one before closed. */
export function candleRows(sheet: Sheet, series: CandleSeries): string {
  const columns = dataTypeSpec(series.dataType).markets[series.market]?.columns ?? [];
  const micros = sheet.time === 'microseconds';
  const premium = columns.some(({ name, unit }) => name === 'open' && unit === 'ratio');
  const trades = columns.some(({ name, type }) => name === 'volume' && type !== 'filler');
  const places = premium ? PREMIUM_PLACES : sheet.instrument.places;
  const at = premium ? (time: number) => premiumAt(sheet.instrument.seed, time) : sheet.instrument.price;
  let text = '';
  let start = firstOpen(sheet, series);
  let open = at(start);
  for (let rows = 0; start < sheet.end && rows < sheet.maxRows; rows++) {
    const next = nextOpen(start, series);
    const close = at(next);
    const [low, high] = reachOf(sheet, premium, { start, next, open, close });
    const traded = trades ? volumesOf(sheet, start, next, open) : NO_VOLUMES;
    const prices = `${decimalText(open, places)},${decimalText(high, places)},${decimalText(low, places)},${decimalText(close, places)}`;
    const closeTime = micros ? `${next - 1}999` : String(next - 1);
    text += `${start}${micros ? '000' : ''},${prices},${traded.volume},${closeTime},${traded.rest},0\n`;
    start = next;
    open = close;
  }
  return text;
}

/** The first opening within the period: long candles keep their own grid, which months do not cut. */
function firstOpen(sheet: Sheet, series: CandleSeries): number {
  const seconds = intervalSeconds(series.interval);
  if (seconds === undefined) return sheet.periodStart;
  const step = seconds * MILLISECONDS;
  const origin = series.interval === '1w' ? FIRST_MONDAY : 0;
  return origin + Math.ceil((sheet.first - origin) / step) * step;
}

function nextOpen(open: number, series: CandleSeries): number {
  const seconds = intervalSeconds(series.interval);
  if (seconds !== undefined) return open + seconds * MILLISECONDS;
  const month = monthOf(new Date(open).toISOString());
  return Date.parse(`${firstDayOf(nextMonth(month))}T00:00:00Z`);
}

interface Candle {
  readonly start: number;
  readonly next: number;
  readonly open: number;
  readonly close: number;
}

/** Low and high, about as far beyond open and close as the walk strays in that time. */
function reachOf(sheet: Sheet, premium: boolean, { start, next, open, close }: Candle): [number, number] {
  const { seed } = sheet.instrument;
  const top = Math.max(open, close);
  const bottom = Math.min(open, close);
  const reach = premium ? PREMIUM_REACH : Walk.spread(next - start) * top;
  const low = bottom - Math.floor(reach * unit(seed, start + 2));
  return [premium ? low : Math.max(1, low), top + Math.floor(reach * unit(seed, start + 1))];
}

/** At most 0.05 %, in units of the eighth digit. */
function premiumAt(seed: number, time: number): number {
  return Math.round((unit(seed, time) - 0.5) * 100_000);
}

interface Volumes {
  readonly volume: string;
  /** From `quote_volume` to the taker volumes, with the close time left out. */
  readonly rest: string;
}

/** What mark, index and premium candles hold in place of volumes. */
const NO_VOLUMES: Volumes = { volume: '0', rest: '0,0,0,0' };

function volumesOf(sheet: Sheet, from: number, to: number, open: number): Volumes {
  const { instrument } = sheet;
  const random = unit(instrument.seed, from);
  const price = open / 10 ** instrument.places;
  const count = 1 + Math.floor(((to - from) / MILLISECONDS) * (1 + 9 * random));
  const units = Math.max(1, Math.floor(((count * 250) / price) * 10 ** VOLUME_PLACES));
  const taken = Math.floor(units * (0.3 + 0.4 * unit(instrument.seed, from + 3)));
  const write = (value: number): string => decimalText(value, VOLUME_PLACES);
  // All trades of a candle are at its opening price: exact, so that the value never lies outside of low and high.
  const atOpen = (volume: number): string =>
    scaledText(BigInt(volume) * BigInt(open), VOLUME_PLACES + instrument.places);
  return { volume: write(units), rest: `${atOpen(units)},${count},${write(taken)},${atOpen(taken)}` };
}
