import { type DataType, isCandleType, type SeriesParts } from '@tapehaul/archive';
import { type CoverageReader, everyPage, type SeriesCells } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { isRequested } from '@tapehaul/coverage';
import { namesFor } from '@tapehaul/planner';

/** What of a configuration says which days of which series are requested. */
export type RequestedDays = Pick<
  CollectionConfig,
  'markets' | 'symbols' | 'exclude_symbols' | 'data_types' | 'intervals' | 'date_range'
>;

/** Series that are read at once; others get their turn between two groups. */
const AT_ONCE = 500;

/** The requested days of each series of a request of which the record knows any, in groups of at most 500 series. */
export async function* requestedSeries(
  coverage: Pick<CoverageReader, 'cells'>,
  request: RequestedDays,
): AsyncGenerator<SeriesCells[], void, undefined> {
  const { start: from, end } = request.date_range;
  const { exclude_symbols: excluded = [] } = request;
  const days = { from, ...(end !== 'latest' && { to: end }) };
  for (const market of request.markets) {
    const symbols = namesFor(request, market);
    for (const type of request.data_types) {
      const query = { prefix: `${market}/${type}/`, symbols, ...days };
      const intervals = intervalsFor(request, type);
      const pages = everyPage((page) => coverage.cells({ ...query, ...page, limit: AT_ONCE }));
      for await (const known of pages) {
        yield known.filter(({ series }) => {
          const isOther = intervals?.every((interval) => interval !== series.interval) ?? false;
          return !isOther && !isRequested(series, { symbols: excluded });
        });
      }
    }
  }
}

/** Whether a request names a series. */
export function requestsSeries(request: RequestedDays, series: SeriesParts): boolean {
  const market = request.markets.find((name) => name === series.market);
  const type = request.data_types.find((name) => name === series.dataType);
  if (market === undefined || type === undefined) return false;
  const isOther = intervalsFor(request, type)?.every((interval) => interval !== series.interval) ?? false;
  const { exclude_symbols: excluded = [] } = request;
  return (
    !isOther &&
    isRequested(series, { symbols: namesFor(request, market) }) &&
    !isRequested(series, { symbols: excluded })
  );
}

/** The intervals that a request names for a type; undefined where it names none. */
function intervalsFor({ intervals }: RequestedDays, type: DataType): readonly string[] | undefined {
  if (!isCandleType(type)) return undefined;
  return intervals === undefined || Array.isArray(intervals) ? intervals : intervals[type];
}
