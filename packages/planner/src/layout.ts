import { type ArchiveObject, fileName } from '@tapehaul/archive';

/**
 * Where an object lies in the lakehouse, below the output directory, with forward slashes:
 * `bronze/binance/<market>/<data_type>/symbol=<S>/year=YYYY/month=MM/day=DD/<file>.zip`; monthly objects
 * have no `day=`. Candles of different intervals share a directory and differ in the file name.
 */
export function lakehousePath(object: ArchiveObject): string {
  const [year, month, day] = object.period.split('-');
  const date = `year=${year}/month=${month}${day === undefined ? '' : `/day=${day}`}`;
  return `bronze/binance/${object.market}/${object.dataType}/symbol=${object.symbol}/${date}/${fileName(object)}`;
}
