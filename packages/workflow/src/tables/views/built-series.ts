import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isCandleType, isDay, isMonth, isSymbol, knownSeries, type Series } from '@tapehaul/archive';
import { asTapehaulError } from '@tapehaul/errors';
import { type Grain, grainOf, TABLES_FOLDER, tableFolder } from '@tapehaul/tables';
import { type RequestedDays, requestsSeries } from '../../result/days/requested-series.ts';

/** A series of which a table has files. */
export interface BuiltSeries {
  readonly series: Series;
  readonly grain: Grain;
  /** How many months or days there are files of. */
  readonly partitions: number;
  /** The first and the last of them: `2025-07`, or `2025-07-01`. */
  readonly first: string;
  readonly last: string;
}

/**
 * The series of which tables stand below an output directory, in the order of types, markets, symbols and intervals. Reads names of
 * folders only, and no record, so that a copy of the tables alone will do. The days of the request do not matter. Rejects with a
 * TapehaulError when a folder cannot be read; one that does not exist holds nothing.
 */
export async function builtSeries(
  outputDirectory: string,
  request: RequestedDays,
): Promise<readonly BuiltSeries[]> {
  const root = join(resolve(outputDirectory), TABLES_FOLDER);
  const found: BuiltSeries[] = [];
  for (const dataType of request.data_types) {
    const folder = join(root, dataType);
    for (const market of await valuesIn(folder, 'market')) {
      const ofMarket = join(folder, `market=${market}`);
      for (const symbol of await valuesIn(ofMarket, 'symbol')) {
        const ofSymbol = join(ofMarket, `symbol=${symbol}`);
        for (const interval of isCandleType(dataType) ? await valuesIn(ofSymbol, 'interval') : [null]) {
          const series = knownSeries({ market, dataType, symbol, interval });
          if (series === undefined || !isSymbol(symbol) || !requestsSeries(request, series)) continue;
          const one = await filesOf(
            series,
            interval === null ? ofSymbol : join(ofSymbol, `interval=${interval}`),
          );
          if (one !== undefined) found.push(one);
        }
      }
    }
  }
  return found;
}

/** The months or days of which a series has files, in order. */
export async function builtPeriods(
  outputDirectory: string,
  { series, grain }: Pick<BuiltSeries, 'series' | 'grain'>,
): Promise<readonly string[]> {
  const folder = join(resolve(outputDirectory), tableFolder(series));
  return periodsIn(folder, grain);
}

async function filesOf(series: Series, folder: string): Promise<BuiltSeries | undefined> {
  const grain = grainOf(series.dataType, series.interval);
  const periods = await periodsIn(folder, grain);
  const [first, last] = [periods[0], periods.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return { series, grain, partitions: periods.length, first, last };
}

async function periodsIn(folder: string, grain: Grain): Promise<readonly string[]> {
  const isMonthly = grain === 'month';
  return (await valuesIn(folder, isMonthly ? 'month' : 'date')).filter(isMonthly ? isMonth : isDay);
}

/** The values of a key of the path, by the folders `<key>=<value>`, sorted. */
async function valuesIn(folder: string, key: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && entry.name.startsWith(`${key}=`))
      .map(({ name }) => name.slice(key.length + 1))
      .sort();
  } catch (thrown) {
    const errno = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return [];
    throw asTapehaulError(thrown);
  }
}
