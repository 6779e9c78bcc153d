import {
  type ArchiveObject,
  asMarket,
  LAKEHOUSE_FOLDER,
  MARKET_PREFIX,
  parseKey,
  withoutZip,
} from '@tapehaul/archive';
import { lakehousePath } from './layout.ts';

/** Folders of Binance's own scripts between the interval and the file: `2020-01-01_2020-12-31`. */
const SPAN_FOLDER = /^\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}$/;

/** What a path in the lakehouse may lack at its beginning: nothing, its first folder, or both. */
const ABOVE = ['', `${LAKEHOUSE_FOLDER.split('/')[0]}/`, `${LAKEHOUSE_FOLDER}/`];

/**
 * The object that a file is by its path, wherever the path begins: as in the archive, also without its first folder
 * `data` and with the folder of days that Binance's own download scripts add (binance-public-data, `--folder`); or as in
 * the lakehouse, also below its folders `bronze` and `binance`. Nothing for any other path: a file name alone does not show market and type.
 */
export function objectAt(path: string): ArchiveObject | undefined {
  const parts = path.split('/').filter((part) => !SPAN_FOLDER.test(part));
  for (let from = 0; from < parts.length; from += 1) {
    const tail = parts.slice(from).join('/');
    const object = parseKey(tail) ?? parseKey(`data/${tail}`) ?? inLakehouse(tail);
    if (object !== undefined) return object;
  }
  return undefined;
}

/** As {@link objectInLakehouse}, also of a path below its first or second folder. */
function inLakehouse(tail: string): ArchiveObject | undefined {
  for (const above of ABOVE) {
    const object = objectInLakehouse(above + tail);
    if (object !== undefined) return object;
  }
  return undefined;
}

/** The exact inverse of {@link lakehousePath}. */
function objectInLakehouse(path: string): ArchiveObject | undefined {
  if (!path.startsWith(`${LAKEHOUSE_FOLDER}/`)) return undefined;
  const [marketName, typeName, symbolPart, ...rest] = path.slice(LAKEHOUSE_FOLDER.length + 1).split('/');
  const market = asMarket(marketName ?? '');
  const [, symbol] = /^symbol=(.+)$/.exec(symbolPart ?? '') ?? [];
  const file = rest.at(-1);
  if (market === undefined || symbol === undefined || file === undefined || typeName === undefined) {
    return undefined;
  }
  const [, layer = '', period = ''] =
    /^-(.+?)-(\d{4}-\d{2}(?:-\d{2})?)$/.exec(withoutZip(file).slice(symbol.length)) ?? [];
  const partition = period.length === 'YYYY-MM'.length ? 'monthly' : 'daily';
  // What it is, is for the key to say: a wrong one is of no object, or leads to another path.
  const interval = layer === typeName ? [] : [layer];
  const key = [MARKET_PREFIX[market], partition, typeName, symbol, ...interval, file].join('/');
  const object = parseKey(key);
  return object !== undefined && lakehousePath(object) === path ? object : undefined;
}
