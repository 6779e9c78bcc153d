import { addDays, seriesParts } from '@tapehaul/archive';
import type { ObjectRecord } from '@tapehaul/catalog';
import { keyAt, objectAt, placeOf } from '../records/large-run.ts';

/** The days of each series. */
const DAYS = Array.from({ length: 2_000 }, (_, place) => addDays('2020-01-01', place));
const PLACES = new Map(DAYS.map((day, place) => [day, place]));

/** The files of a made plan. */
export interface MadeFiles {
  /** The key of the n-th file. */
  key(n: number): string;
  /** Which file has a key. */
  placeOf(key: string): number;
  /** What is held of it. */
  object(n: number, recordedAt: number): ObjectRecord;
}

/** Orders of a made plan: `series` is the planner's; with `days`, files that follow each other are of different series. */
export const ORDERS: Readonly<Record<string, MadeFiles>> = {
  series: { key, placeOf: ofSeries, object },
  days: { key: keyAt, placeOf, object: objectAt },
};

function key(n: number): string {
  const symbol = symbolOf(n);
  return `data/spot/daily/klines/${symbol}/1h/${symbol}-1h-${dayOf(n)}.zip`;
}

function object(n: number, recordedAt: number): ObjectRecord {
  return {
    key: key(n),
    path: key(n),
    bytes: 1_500,
    mtimeMs: recordedAt,
    sha256: n.toString(16).padStart(64, '0'),
    proof: 'sidecar',
    depth: 'published',
    etag: null,
    lastModified: null,
    series: seriesParts(`spot/klines/${symbolOf(n)}/1h`),
    partition: 'daily',
    period: dayOf(n),
    runId: '',
    recordedAt,
  };
}

/** Which file has a key of {@link key}. */
function ofSeries(key: string): number {
  const [symbol, day] = [key.slice(-27, -22), key.slice(-14, -4)];
  return Number(symbol) * DAYS.length + (PLACES.get(day) ?? 0);
}

function symbolOf(n: number): string {
  return `S${String(Math.floor(n / DAYS.length)).padStart(5, '0')}USDT`;
}

function dayOf(n: number): string {
  return DAYS[n % DAYS.length] ?? '';
}
