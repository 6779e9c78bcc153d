import { formatSeries, isDay, knownSeries, monthOf, PARTITIONS, type Series } from '@tapehaul/archive';
import type { CatalogReader, ObjectRecord } from '@tapehaul/catalog';
import { type RequestedDays, requestsSeries } from '../../result/days/requested-series.ts';
import type { StoredSource } from '../../storage/source-files.ts';
import type { BrokenSources } from '../broken/broken-sources.ts';
import type { TableStorage } from '../storage/table-storage.ts';

/** Where the tables of an output directory are, and what is recorded of them. */
export interface TablePlace {
  readonly catalog: CatalogReader;
  readonly storage: Pick<TableStorage, 'present'>;
  /** Files that are known to be broken, which take no part unless all is built again; none where it is left out. */
  readonly broken?: Pick<BrokenSources, 'has'>;
}

/** A file that rows can be taken from. */
export interface HeldSource extends StoredSource {
  /** Whether its content was inflated and compared before. */
  readonly isDeep: boolean;
  /** When it was recorded as held, in milliseconds since 1970 UTC. */
  readonly recordedAt: number;
}

/** The files of one series that are held and proved, by month. */
export interface SeriesSources {
  readonly series: Series;
  readonly months: ReadonlyMap<string, readonly HeldSource[]>;
}

/**
 * The files that are held of each series of a request, series by series in the order of their names: no more than those of one
 * series are in memory. What is disputed or corrupt is not held. A file without a recorded digest proves nothing of its rows: it is
 * left out, and given to `leftOut`.
 */
export async function* seriesSources(
  { catalog }: Pick<TablePlace, 'catalog'>,
  request: RequestedDays,
  leftOut: (object: ObjectRecord) => void,
): AsyncGenerator<SeriesSources, void, undefined> {
  for (const market of request.markets) {
    for (const type of request.data_types) {
      let open: { readonly series: Series; readonly name: string; sources: HeldSource[] } | undefined;
      for await (const page of catalog.held(`${market}/${type}/`)) {
        for (const object of page) {
          if (object.series === null || !requestsSeries(request, object.series)) continue;
          const source = sourceOf(object);
          const series = knownSeries(object.series);
          if (object.sha256 === null) leftOut(object);
          if (source === undefined || series === undefined) continue;
          const name = formatSeries(series);
          if (open?.name !== name) {
            if (open !== undefined) yield byMonth(open);
            open = { series, name, sources: [] };
          }
          open.sources.push(source);
        }
      }
      if (open !== undefined) yield byMonth(open);
    }
  }
}

/** The files that are held of one series, by month. */
export async function sourcesOfSeries(
  { catalog }: Pick<TablePlace, 'catalog'>,
  series: Series,
): Promise<SeriesSources['months']> {
  const name = formatSeries(series);
  const sources: HeldSource[] = [];
  for await (const page of catalog.held(name)) {
    for (const object of page) {
      const source =
        object.series !== null && formatSeries(object.series) === name ? sourceOf(object) : undefined;
      if (source !== undefined) sources.push(source);
    }
  }
  return byMonth({ series, sources }).months;
}

/** A held object as a source; undefined where no digest of it is known, or it is none of the archive's. */
export function sourceOf({
  key,
  path: storedPath,
  bytes,
  sha256,
  depth,
  partition: name,
  period,
  recordedAt,
}: ObjectRecord): HeldSource | undefined {
  const partition = PARTITIONS.find((one) => one === name);
  if (sha256 === null || partition === undefined || period === null) return undefined;
  return { key, storedPath, bytes, sha256, partition, period, isDeep: depth === 'deep', recordedAt };
}

function byMonth({
  series,
  sources,
}: Pick<SeriesSources, 'series'> & { readonly sources: HeldSource[] }): SeriesSources {
  return { series, months: Map.groupBy(sources, ({ period }) => (isDay(period) ? monthOf(period) : period)) };
}
