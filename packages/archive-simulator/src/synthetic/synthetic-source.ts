import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import {
  type ArchiveObject,
  addDays,
  availabilityOf,
  csvFormat,
  daysBetween,
  fileName,
  firstDayOf,
  formatSidecar,
  nextMonth,
  parseKey,
  sidecarOwner,
  utcDay,
  withoutZip,
} from '@tapehaul/archive';
import { listTree } from '../folder/key-tree.ts';
import { LruCache } from '../folder/lru-cache.ts';
import type { ObjectInfo, ObjectSource } from '../source/source.ts';
import { DEFAULT_SYMBOLS, type ListedSymbol } from './listed-symbol.ts';
import { csvText } from './rows/csv-text.ts';
import { type Instrument, instrumentOf } from './rows/instrument.ts';
import { type DaySpan, SyntheticObjects } from './synthetic-objects.ts';
import { syntheticChildren } from './synthetic-tree.ts';
import { zipFile } from './zip-file.ts';

const BODY_CACHE_BYTES = 128 * 1024 * 1024;
/** Rows of a month that take no noticeable time to make. */
const MONTH_ROWS = 1_440;
const REMEMBERED_DIGESTS = 200_000;
const REMEMBERED_INSTRUMENTS = 1_000;

/** What the synthetic archive holds. */
export interface SyntheticOptions {
  /** Objects exist that are due by the end of this UTC day; the present if not given. */
  readonly now?: Date;
  /** {@link DEFAULT_SYMBOLS} if not given. */
  readonly symbols?: readonly ListedSymbol[];
  /**
   * Most data rows in a file, 1,440 if not given: longer files hold the first rows of their period only. Of series that have
   * days and months, a month holds 31 times as many, up to 1,440 or what is given here, and a day a 31st of a month at
   * most, so that no month is smaller than its days.
   */
  readonly maxRows?: number;
  /** Another seed gives other prices, amounts and digests under the same keys; 1 if not given. */
  readonly seed?: number;
}

interface Digest {
  readonly size: number;
  readonly etag: string;
  readonly sha256: string;
}

/**
 * Objects made on the fly for the whole availability table of `@tapehaul/archive` and each symbol's life:
 * valid zips with plausible rows in the columns, header and time unit of `csvFormat()`, and true sidecars.
 * The same key, options and seed give the same bytes in any process. Daily files are dated 02:00 UTC of
 * the next day, monthly ones 07:30 UTC on the 2nd of the next month, sidecars one second earlier. A listing
 * shows sizes and ETags, so it makes the objects of its page.
 */
export function syntheticSource(options: SyntheticOptions = {}): ObjectSource {
  const { now = new Date(), symbols = DEFAULT_SYMBOLS, maxRows = 1_440, seed = 1 } = options;
  const holdings = new SyntheticObjects(
    symbols,
    utcDay(() => now.getTime()),
  );
  const bodies = new LruCache<Uint8Array>(BODY_CACHE_BYTES, (body) => body.length);
  const digests = new LruCache<Digest>(REMEMBERED_DIGESTS);
  const instruments = new LruCache<Instrument>(REMEMBERED_INSTRUMENTS);

  function instrument({ market, symbol }: ArchiveObject): Instrument {
    const name = `${market} ${symbol}`;
    const known = instruments.get(name) ?? instrumentOf(market, symbol, seed);
    instruments.set(name, known);
    return known;
  }

  function make(object: ArchiveObject, days: DaySpan): Uint8Array {
    const period = periodOf(object);
    const format = csvFormat(object.market, object.dataType, object.period);
    if (format === undefined) throw new RangeError(`${object.market} has no ${object.dataType}`);
    const sheet = {
      object,
      instrument: instrument(object),
      time: format.time,
      periodStart: midnight(period.start),
      first: midnight(days.first > period.start ? days.first : period.start),
      end: Math.min(midnight(addDays(days.last, 1)), midnight(period.end)),
      maxRows: rowLimit(object, days, maxRows),
    };
    const text = csvText(sheet, format);
    return zipFile(`${withoutZip(fileName(object))}.csv`, text);
  }

  async function bodyOf(key: string, object: ArchiveObject, days: DaySpan): Promise<Uint8Array> {
    const known = bodies.get(key);
    if (known !== undefined) return known;
    // Making objects keeps the processor; other requests get their turn in between.
    await turn();
    const body = make(object, days);
    bodies.set(key, body);
    digests.set(key, { ...digestOf(body), size: body.length });
    return body;
  }

  async function digest(key: string, object: ArchiveObject, days: DaySpan): Promise<Digest> {
    const known = digests.get(key);
    if (known !== undefined) return known;
    const body = await bodyOf(key, object, days);
    return digests.get(key) ?? digestOf(body);
  }

  async function sidecar(key: string, object: ArchiveObject, days: DaySpan): Promise<Buffer> {
    const { sha256 } = await digest(key, object, days);
    return Buffer.from(formatSidecar({ sha256, name: fileName(object) }, object.market));
  }

  async function stat(key: string): Promise<ObjectInfo | undefined> {
    const zipKey = sidecarOwner(key) ?? key;
    const object = parseKey(zipKey);
    const days = object && holdings.daysOf(object);
    if (object === undefined || days === undefined) return undefined;
    const published = publishedAt(object);
    if (zipKey === key) {
      const { size, etag } = await digest(key, object, days);
      return { key, size, etag, lastModified: new Date(published) };
    }
    const { size, etag } = digestOf(await sidecar(zipKey, object, days));
    return { key, size, etag, lastModified: new Date(published - 1_000) };
  }

  return {
    stat,
    async *read(key, { start, end }) {
      const zipKey = sidecarOwner(key) ?? key;
      const object = parseKey(zipKey);
      const days = object && holdings.daysOf(object);
      if (object === undefined || days === undefined) throw new Error(`no such object: ${key}`);
      const content = zipKey === key ? bodyOf : sidecar;
      yield (await content(zipKey, object, days)).subarray(start, end);
    },
    list: (request) => listTree({ children: (folder) => syntheticChildren(holdings, folder), stat }, request),
  };
}

/** Most rows of a file by the limit that is given: where a symbol lives in a part of a month, those of these days. */
function rowLimit(object: ArchiveObject, { first, last }: DaySpan, maxRows: number): number {
  const { market, dataType, partition, interval } = object;
  const hasBoth = (['daily', 'monthly'] as const).every(
    (one) => availabilityOf(market, dataType, one, interval) !== undefined,
  );
  if (!hasBoth) return maxRows;
  const ofMonth = Math.min(31 * maxRows, Math.max(maxRows, MONTH_ROWS));
  const ofDay = Math.floor(ofMonth / 31);
  if (partition === 'daily') return ofDay;
  const { start, end } = periodOf(object);
  if (first <= start && addDays(last, 1) >= end) return ofMonth;
  const lived = [first > start ? first : start, addDays(last, 1) < end ? last : addDays(end, -1)] as const;
  return Math.min(ofMonth, Math.max(1, ofDay) * [...daysBetween(...lived)].length);
}

function digestOf(bytes: Uint8Array): Digest {
  const hash = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
  return { size: bytes.length, etag: hash('md5'), sha256: hash('sha256') };
}

/** First day of an object's period, and the day after its last. */
function periodOf({ partition, period }: ArchiveObject): { start: string; end: string } {
  if (partition === 'daily') return { start: period, end: addDays(period, 1) };
  return { start: firstDayOf(period), end: firstDayOf(nextMonth(period)) };
}

function publishedAt(object: ArchiveObject): number {
  const { end } = periodOf(object);
  return Date.parse(object.partition === 'daily' ? `${end}T02:00:00Z` : `${end.slice(0, 8)}02T07:30:00Z`);
}

function midnight(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
