import { type DataType, isCandleType } from '@tapehaul/archive';
import { type CoverageReader, everyPage, everyRow } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { countDays, isRequested } from '@tapehaul/coverage';
import { namesFor } from '@tapehaul/planner';

type Request = Pick<
  CollectionConfig,
  'markets' | 'symbols' | 'exclude_symbols' | 'data_types' | 'intervals' | 'date_range'
>;

/**
 * How many days of a request could exist, and are not held at the end of a run, as the record has them: whatever a month or a
 * day was planned as. Days that only time can bring do not count.
 */
export async function missingAtEnd(
  coverage: Pick<CoverageReader, 'cells'>,
  request: Request,
): Promise<number> {
  const { start: from, end } = request.date_range;
  const { exclude_symbols: excluded = [] } = request;
  const days = { from, ...(end !== 'latest' && { to: end }) };
  let missing = 0;
  for (const market of request.markets) {
    const symbols = namesFor(request, market);
    for (const type of request.data_types) {
      const query = { prefix: `${market}/${type}/`, symbols, ...days };
      const intervals = intervalsFor(request, type);
      const known = everyRow(everyPage((page) => coverage.cells({ ...query, ...page })));
      for await (const { series, codes } of known) {
        const isOther = intervals?.every((interval) => interval !== series.interval) ?? false;
        if (!isOther && !isRequested(series, { symbols: excluded })) missing += countDays(codes).missing;
      }
    }
  }
  return missing;
}

/** The intervals that a request names for a type; undefined where it names none. */
function intervalsFor({ intervals }: Request, type: DataType): readonly string[] | undefined {
  if (!isCandleType(type)) return undefined;
  return intervals === undefined || Array.isArray(intervals) ? intervals : intervals[type];
}
