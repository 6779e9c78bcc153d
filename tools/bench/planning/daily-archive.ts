import { createHash } from 'node:crypto';
import {
  type ArchiveObject,
  addDays,
  fileName,
  fileStem,
  firstDayOf,
  formatKey,
  formatSidecar,
  type Interval,
  monthOf,
  nextMonth,
  type Partition,
  parseKey,
  type Series,
  seriesPrefix,
  sidecarKey,
  sidecarOwner,
  withoutZip,
} from '@tapehaul/archive';
import type { ListEntry, ListPage, ListRequest, ObjectInfo, ObjectSource } from '@tapehaul/archive-simulator';
import { zipFile } from '../../../packages/archive-simulator/src/synthetic/zip-file.ts';

const INTERVALS: readonly Interval[] = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h'];
const ROW = '1735689600000000,1.0,1.0,1.0,1.0,1.0,1735693199999999,1.0,1,1.0,1.0,0\n';

/** Candles of spot, a symbol for each ten series. */
export function madeSeries(count: number): Series[] {
  return Array.from({ length: count }, (_, number) => {
    const symbol = `C${Math.floor(number / INTERVALS.length)}USDT`;
    return {
      market: 'spot',
      dataType: 'klines',
      symbol,
      interval: INTERVALS[number % INTERVALS.length] ?? '1h',
    };
  });
}

/** What the archive has of an object, worked out from its name: the same in each process, and without making its bytes. */
export function madeObject(object: ArchiveObject): ObjectInfo {
  const name = fileName(object);
  const etag = createHash('md5').update(formatKey(object)).digest('hex');
  return {
    key: formatKey(object),
    size: sizeOf(object.partition, name),
    etag,
    lastModified: publishedAt(object),
  };
}

function publishedAt({ partition, period }: ArchiveObject): Date {
  return partition === 'daily'
    ? new Date(`${addDays(period, 1)}T02:00:00Z`)
    : new Date(`${addDays(firstDayOf(nextMonth(period)), 1)}T07:30:00Z`);
}

function zipOf(partition: Partition, name: string): Uint8Array {
  return zipFile(`${withoutZip(name)}.csv`, ROW.repeat(partition === 'daily' ? 1 : 31));
}

/** Bytes of a zip without the name of its file, which it has twice. */
const FRAMES: Readonly<Record<Partition, number>> = {
  daily: zipOf('daily', '.zip').length,
  monthly: zipOf('monthly', '.zip').length,
};

/** A digest and two spaces. */
const SIDECAR_FRAME = 66;

function sizeOf(partition: Partition, name: string): number {
  return FRAMES[partition] + 2 * withoutZip(name).length;
}

function bodyOf(key: string): Uint8Array | undefined {
  const object = parseKey(sidecarOwner(key) ?? key);
  if (object === undefined) return undefined;
  const name = fileName(object);
  const zip = zipOf(object.partition, name);
  if (sidecarOwner(key) === undefined) return zip;
  const sha256 = createHash('sha256').update(zip).digest('hex');
  return Buffer.from(formatSidecar({ sha256, name }, object.market));
}

/**
 * An archive of some series from a first day to a last, both included, with days and months, of which nothing is kept: a page of a
 * listing costs what it holds, wherever in the history it begins.
 */
export function dailyArchive(series: readonly Series[], first: string, last: string): ObjectSource {
  const named = new Map<string, { readonly one: Series; readonly partition: Partition }>();
  for (const one of series) {
    for (const partition of ['daily', 'monthly'] as const)
      named.set(seriesPrefix(one, partition), { one, partition });
  }
  const symbols = [...new Set(series.map(({ symbol }) => symbol))].sort();

  function exists({ partition, period }: ArchiveObject): boolean {
    if (partition === 'daily') return period >= first && period <= last;
    return period >= monthOf(first) && period < monthOf(last);
  }

  function infoOf(key: string): ObjectInfo | undefined {
    const owner = sidecarOwner(key);
    const object = parseKey(owner ?? key);
    if (object === undefined || !named.has(seriesPrefix(object, object.partition)) || !exists(object))
      return undefined;
    const info = madeObject(object);
    if (owner === undefined) return info;
    const etag = createHash('md5').update(key).digest('hex');
    return { ...info, key, etag, size: SIDECAR_FRAME + fileName(object).length };
  }

  function* objects(prefix: string, after: string): Generator<ListEntry> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const found = named.get(folder);
    if (found === undefined) return;
    const { one, partition } = found;
    const stem = `${folder}${fileStem(one)}-`;
    const start = after.startsWith(stem) ? after.slice(stem.length) : '';
    const [begin, end] =
      partition === 'daily'
        ? [first, last]
        : [monthOf(first), monthOf(addDays(firstDayOf(monthOf(last)), -1))];
    const next = (period: string): string => (partition === 'daily' ? addDays(period, 1) : nextMonth(period));
    const whole = start.slice(0, begin.length);
    for (let period = whole > begin ? whole : begin; period <= end; period = next(period)) {
      const key = formatKey({ ...one, partition, period });
      for (const name of [key, sidecarKey(key)]) {
        const object = name > after && name.startsWith(prefix) ? infoOf(name) : undefined;
        if (object !== undefined) yield { kind: 'object', object };
      }
    }
  }

  function* entries({ prefix, delimiter, after }: ListRequest): Generator<ListEntry> {
    if (delimiter === undefined) yield* objects(prefix, after);
    else
      for (const symbol of symbols)
        if (`${prefix}${symbol}/` > after) yield { kind: 'prefix', prefix: `${prefix}${symbol}/` };
  }

  return {
    stat: async (key) => infoOf(key),
    async *read(key, { start, end }) {
      const body = bodyOf(key);
      if (body !== undefined) yield body.subarray(start, end);
    },
    async list(request): Promise<ListPage> {
      const page: ListEntry[] = [];
      for (const entry of entries(request)) {
        if (page.length === request.limit) return { entries: page, truncated: true };
        page.push(entry);
      }
      return { entries: page, truncated: false };
    },
  };
}
