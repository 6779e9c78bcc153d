import { asDataType, isCandleType } from '../data-types.ts';
import { MARKET_PREFIX, MARKETS } from '../spec/markets.ts';
import { isSymbol } from '../symbols.ts';
import { INTERVALS } from '../time/intervals.ts';
import { isDay, isMonth, PARTITIONS, type Partition } from '../time/periods.ts';
import { isZip, SIDECAR_SUFFIX, withoutZip, ZIP_SUFFIX } from './names.ts';
import type { ArchiveObject, Series } from './object.ts';
import { asSeries } from './series.ts';

const MARKET_FOLDERS = MARKETS.map((market) => ({ market, folder: `${MARKET_PREFIX[market]}/` }));

/** Prefix of all keys of a series in one partition, with the final slash: what to list. */
export function seriesPrefix(series: Series, partition: Partition): string {
  const { market, dataType, symbol, interval } = series;
  const layer = interval === null ? '' : `${interval}/`;
  return `${MARKET_PREFIX[market]}/${partition}/${dataType}/${symbol}/${layer}`;
}

/**
 * What file names of a series begin with. Candle files carry the interval and not the type, so mark, index
 * and plain candles of one symbol share file names: only the directory distinguishes them.
 */
export function fileStem(series: Series): string {
  return `${series.symbol}-${series.interval ?? series.dataType}`;
}

/** File name of the object, `BTCUSDT-1h-2025-07-01.zip`. */
export function fileName(object: ArchiveObject): string {
  return `${fileStem(object)}-${object.period}${ZIP_SUFFIX}`;
}

/** The object's key in the bucket: raw UTF-8, not percent-encoded. */
export function formatKey(object: ArchiveObject): string {
  return seriesPrefix(object, object.partition) + fileName(object);
}

/** The keys of a series in one partition, by period: as {@link formatKey}, but what they share is made once. */
export function seriesKeys(series: Series, partition: Partition): (period: string) => string {
  const head = `${seriesPrefix(series, partition)}${fileStem(series)}-`;
  return (period) => `${head}${period}${ZIP_SUFFIX}`;
}

/**
 * The object that a key names: the exact inverse of {@link formatKey}. Nothing for any other key, such as a
 * sidecar, a month without its zero (`…-2020-8.zip` exists), or a name that does not fit its directory.
 */
export function parseKey(key: string): ArchiveObject | undefined {
  const found = MARKET_FOLDERS.find(({ folder }) => key.startsWith(folder));
  if (found === undefined) return undefined;
  const { market, folder } = found;
  const [partitionName, typeName, symbol, ...rest] = key.slice(folder.length).split('/');
  const partition = PARTITIONS.find((candidate) => candidate === partitionName);
  const dataType = asDataType(typeName ?? '');
  if (partition === undefined || dataType === undefined || symbol === undefined || !isSymbol(symbol)) {
    return undefined;
  }
  const [layer, name] = isCandleType(dataType) ? rest : [undefined, ...rest];
  const interval = layer === undefined ? null : INTERVALS.find((candidate) => candidate === layer);
  const series = interval === undefined ? undefined : asSeries({ market, dataType, symbol, interval });
  if (series === undefined || name === undefined || rest.length > (series.interval === null ? 1 : 2)) {
    return undefined;
  }
  const stem = `${fileStem(series)}-`;
  if (!name.startsWith(stem) || !isZip(name)) return undefined;
  const period = withoutZip(name).slice(stem.length);
  if (!(partition === 'daily' ? isDay(period) : isMonth(period))) return undefined;
  return { ...series, partition, period };
}

/** Key of the sidecar that holds the object's published SHA-256. */
export function sidecarKey(key: string): string {
  return key + SIDECAR_SUFFIX;
}

/** Key of the object that a sidecar belongs to; nothing when the key is not a sidecar's. */
export function sidecarOwner(key: string): string | undefined {
  return key.endsWith(SIDECAR_SUFFIX) ? key.slice(0, -SIDECAR_SUFFIX.length) : undefined;
}

/** What percent-encoding leaves as it is; nearly all keys of the archive are. */
const PLAIN = /^[\w./-]*$/;

/** The key as a URL path: each segment percent-encoded, slashes kept. */
export function encodeKey(key: string): string {
  return PLAIN.test(key) ? key : key.split('/').map(encodeURIComponent).join('/');
}
