import { type ArchiveObject, fileName, formatKey, LAKEHOUSE_FOLDER } from '@tapehaul/archive';
import type { CollectionConfig } from '@tapehaul/config';

/**
 * Where an object lies below the output directory, with forward slashes: in the lakehouse, or as in the
 * archive (its key).
 */
export function objectPath(object: ArchiveObject, layout: CollectionConfig['layout']): string {
  return layout === 'archive' ? formatKey(object) : lakehousePath(object);
}

/**
 * Where an object lies in the lakehouse:
 * `bronze/binance/<market>/<data_type>/symbol=<S>/year=YYYY/month=MM/day=DD/<file>.zip`; monthly objects
 * have no `day=`. Candles of different intervals share a directory and differ in the file name.
 */
export function lakehousePath(object: ArchiveObject): string {
  const [year, month, day] = object.period.split('-');
  const date = `year=${year}/month=${month}${day === undefined ? '' : `/day=${day}`}`;
  return `${LAKEHOUSE_FOLDER}/${object.market}/${object.dataType}/symbol=${object.symbol}/${date}/${fileName(object)}`;
}
