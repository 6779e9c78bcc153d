import { type CollectionConfig, isCandleTypeName, isPattern } from '@tapehaul/config';
import { type DayState, stateOf } from '@tapehaul/coverage';
import { nearest, type Problem } from '@tapehaul/errors';
import { addDays, type CatalogReader, type SeriesCells, type SeriesParts } from '@tapehaul/workflow';
import type { Reach } from '../../access/reach.ts';
import type { Records } from '../../records/records.ts';

/** Series whose days are read at most: a request may name a hundred thousand symbols. */
const MOST_SERIES = 1_000;

/** What is looked up about a configuration. */
export interface KnownParts {
  readonly records: Pick<Records, 'directories' | 'nameOf' | 'read'>;
  /** Output directories that its sender may use. */
  readonly reach: Reach;
}

/**
 * What is known about a request without reading the archive: by the record of its output directory, symbols that do not exist, or have no
 * files in any of the requested days; and that the directory is new although its name resembles another one.
 */
export async function knownWarnings(
  config: CollectionConfig,
  { records, reach }: KnownParts,
): Promise<Problem[]> {
  const known = await records.read(config.output_directory, (record) => lifeWarnings(config, record));
  if (known !== undefined) return known;
  const name = records.nameOf(config.output_directory);
  const names = (await records.directories())
    .map((path) => records.nameOf(path))
    .filter((it) => reach.has(it));
  const likely = nearest(name, names);
  if (likely === undefined) return [];
  const message = `${JSON.stringify(name)} is a new output directory; ${JSON.stringify(likely)} exists already`;
  return [{ path: 'output_directory', message, suggestion: likely }];
}

/** A warning for each symbol that has nothing, as far as the record knows its series. */
async function lifeWarnings(config: CollectionConfig, record: CatalogReader): Promise<Problem[]> {
  const warnings = new Map<string, Problem>();
  let read = 0;
  for (const [path, symbol, series] of namedSeries(config)) {
    if (warnings.has(path)) continue;
    read += 1;
    if (read > MOST_SERIES) break;
    const cells = await record.cellsOf(series);
    const reason = cells && nothingIn(cells, config.date_range);
    if (reason === undefined) continue;
    const { market, dataType, interval } = series;
    const what = [market, dataType, symbol, interval].filter((part) => part !== null).join(' ');
    warnings.set(path, { path, message: `got ${JSON.stringify(symbol)}: ${what} ${reason}` });
  }
  return [...warnings.values()];
}

/** The series that a request names, with the place of the symbol; patterns name none. */
function* namedSeries(config: CollectionConfig): Generator<[path: string, symbol: string, SeriesParts]> {
  const { markets, symbols, data_types } = config;
  for (const market of markets) {
    const isList = Array.isArray(symbols);
    const names: readonly string[] = isList ? symbols : (Object(symbols)[market] ?? []);
    for (const [at, symbol] of names.entries()) {
      if (isPattern(symbol)) continue;
      const path = `${isList ? 'symbols' : `symbols.${market}`}[${at}]`;
      for (const dataType of data_types) {
        for (const interval of intervalsOf(dataType, config))
          yield [path, symbol, { market, dataType, symbol, interval }];
      }
    }
  }
}

/** The intervals that are requested of a type, or null for one without intervals. */
function intervalsOf(dataType: string, { intervals = [] }: CollectionConfig): readonly (string | null)[] {
  if (!isCandleTypeName(dataType)) return [null];
  return Array.isArray(intervals) ? intervals : (Object(intervals)[dataType] ?? []);
}

/** Why none of the requested days has a file; undefined where one may have. Days that are not known may always have. */
function nothingIn(
  { first, last, codes }: SeriesCells,
  { start, end }: CollectionConfig['date_range'],
): string | undefined {
  const states = Array.from(codes, stateOf);
  const isAll = (state: DayState, from: number, to: number): boolean =>
    from < to && states.slice(from, to).every((it) => it === state);
  if (isAll('never_existed', 0, states.length)) return 'did not exist when it was last planned';
  const ended = states.findLastIndex((it) => it !== 'after_last') + 1;
  const endedOn = addDays(first, ended);
  if (ended < states.length && start >= endedOn) return `has no files from ${endedOn} on, by the record`;
  const begun = states.findIndex((it) => it !== 'before_first');
  const begunOn = begun === -1 ? addDays(last, 1) : addDays(first, begun);
  if (begun !== 0 && end !== 'latest' && end < begunOn)
    return `has no files before ${begunOn}, by the record`;
  return undefined;
}
