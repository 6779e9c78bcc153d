import {
  fileStem,
  formatSeries,
  isDay,
  isMonth,
  isSymbol,
  knownSeries,
  type Series,
  type SeriesParts,
} from '@tapehaul/archive';
import type { Grain } from '../facts/table-facts.ts';
import { grainOf } from './grain.ts';
import type { TablePartition } from './table-partition.ts';
import { tableSeries } from './table-series.ts';

/** Folder of all tables, without a slash at its end. It holds nothing but tables. */
export const TABLES_FOLDER = 'silver/binance';

/** What names of the files of tables end with. */
const SUFFIX = '.parquet';

/** Names of the folders that say the span of a file, by grain. */
const SPAN_NAMES: Readonly<Record<Grain, string>> = { day: 'date', month: 'month' };

/**
 * Folder of all partitions of a series, with forward slashes and one at its end:
 * `silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1m/`. Throws a RangeError when there is no such series.
 */
export function tableFolder(series: SeriesParts): string {
  return folderOf(tableSeries(series));
}

/**
 * Path of a partition below the output directory or the bucket, raw UTF-8 with forward slashes: the folder of the series, then
 * `month=2025-07/BTCUSDT-1m-2025-07.parquet`, or `date=2025-07-01/…`. Throws a RangeError when there is no such series, or
 * the period is none of its table.
 */
export function partitionPath({ series, period }: TablePartition): string {
  const known = tableSeries(series);
  const grain = grainOf(known.dataType, known.interval);
  if (!(grain === 'day' ? isDay(period) : isMonth(period))) {
    throw new RangeError(`not a ${grain}: ${period}, of ${formatSeries(series)}`);
  }
  return `${folderOf(known)}${SPAN_NAMES[grain]}=${period}/${fileStem(known)}-${period}${SUFFIX}`;
}

/** The partition that a path names: the exact inverse of {@link partitionPath}. Undefined for any other path. */
export function parsePartitionPath(path: string): TablePartition | undefined {
  if (!path.startsWith(`${TABLES_FOLDER}/`)) return undefined;
  const [dataType = '', ...folders] = path.slice(TABLES_FOLDER.length + 1).split('/');
  const values = new Map(
    folders.map((folder) => [folder.split('=', 1)[0], folder.slice(folder.indexOf('=') + 1)]),
  );
  const [market = '', symbol = '', interval = null] = ['market', 'symbol', 'interval'].map((name) =>
    values.get(name),
  );
  const series = knownSeries({ market, dataType, symbol, interval });
  if (series === undefined || !isSymbol(symbol)) return undefined;
  const grain = grainOf(series.dataType, series.interval);
  const period = values.get(SPAN_NAMES[grain]) ?? '';
  if (!(grain === 'day' ? isDay(period) : isMonth(period))) return undefined;
  const partition = { series, period };
  return partitionPath(partition) === path ? partition : undefined;
}

function folderOf(series: Series): string {
  const { market, dataType, symbol, interval } = series;
  const layer = interval === null ? '' : `interval=${interval}/`;
  return `${TABLES_FOLDER}/${dataType}/market=${market}/symbol=${symbol}/${layer}`;
}
