import { formatSeries, type SeriesParts, seriesParts } from '@tapehaul/archive';
import type { CellsQuery, SeriesCells } from '@tapehaul/catalog';
import { behindPrefix } from '@tapehaul/catalog/rules';
import { type DayRange, isRequested, lastOf, type StoredYear, seriesDays } from '@tapehaul/coverage';
import type { Session } from '../connection/session.ts';

/** Series of which the cells are read together, and names that are read to find them. */
const SERIES_AT_ONCE = 250;
const NAMES_AT_ONCE = 5_000;

/** Some series with their cells, and where the next begin. */
export interface CellSlice {
  readonly found: readonly SeriesCells[];
  /** The name behind which the next slice begins; null when this is the last. */
  readonly next: string | null;
}

interface YearRow extends StoredYear {
  readonly series: string;
  readonly changedAt: number;
}

/** The next series of a query behind a name, at most that many; '' is before all names. */
export async function cellSlice(
  session: Session,
  record: number,
  query: CellsQuery,
  after: string,
  most: number,
): Promise<CellSlice> {
  const { prefix = '' } = query;
  const rows = await session.query<{ series: string }>(
    `SELECT DISTINCT series FROM tapehaul.cells WHERE record = $1 AND series > $2 AND series >= $3 AND series < $4
     ORDER BY series LIMIT $5`,
    [record, after, prefix, behindPrefix(prefix), NAMES_AT_ONCE],
  );
  const names: string[] = [];
  let reached = after;
  for (const { series } of rows) {
    if (names.length >= Math.min(most, SERIES_AT_ONCE)) break;
    reached = series;
    if (isRequested(seriesParts(series), query)) names.push(series);
  }
  const found = await cellsOf(session, record, names, query);
  const isLast = rows.length < NAMES_AT_ONCE && (rows.at(-1)?.series ?? reached) === reached;
  return { found, next: isLast ? null : reached };
}

/** The days of one series. */
export async function cellsOfSeries(
  session: Session,
  record: number,
  series: SeriesParts,
  range: DayRange,
): Promise<SeriesCells | undefined> {
  return (await cellsOf(session, record, [formatSeries(series)], range))[0];
}

async function cellsOf(
  session: Session,
  record: number,
  names: readonly string[],
  range: DayRange,
): Promise<SeriesCells[]> {
  if (names.length === 0) return [];
  const rows = await session.query<YearRow>(
    `SELECT known.series, known.partition, known.year, known.cells, known.changed_at AS "changedAt"
     FROM unnest($2::text[]) AS wanted (series) CROSS JOIN LATERAL (
       SELECT * FROM tapehaul.cells x WHERE x.record = $1 AND x.series = wanted.series AND x.year >= $3 AND x.year <= $4 OFFSET 0) known
     ORDER BY known.series, known.partition, known.year`,
    [record, names, yearOf(range.from, 0), yearOf(range.to, 9_999)],
  );
  const bySeries = Map.groupBy(rows, ({ series }) => series);
  return names.flatMap((name) => {
    const years = bySeries.get(name) ?? [];
    const days = seriesDays(years, range);
    const changedAt = years.reduce((latest, it) => Math.max(latest, it.changedAt), 0);
    return days === undefined ? [] : { series: seriesParts(name), ...days, last: lastOf(days), changedAt };
  });
}

function yearOf(day: string | undefined, none: number): number {
  return day === undefined ? none : Number(day.slice(0, 4));
}
