import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import type { Page, PartitionRecord, PartitionsQuery } from '@tapehaul/catalog';
import { cursorOf, pageLimit, positionOf } from '@tapehaul/catalog/rules';
import type { DayRange } from '@tapehaul/coverage';
import { one, type Session } from '../connection/session.ts';
import { PARTITION, type PartitionRow, partitionRecord } from './partition-rows.ts';
import { seriesNames } from './series-names.ts';

/** Periods of a range of days, $2 to $3: a month is in it when one of its days is. */
const IN_RANGE = 'p.period >= left($2, 7) AND p.period <= $3 AND (length(p.period) = 7 OR p.period >= $2)';

/** Behind all days and months. */
const BEHIND_ALL = '~';

/** The partition under a path. */
export async function findPartition(
  session: Session,
  record: number,
  path: string,
): Promise<PartitionRecord | undefined> {
  const row = await one<PartitionRow>(session, `${PARTITION} WHERE p.record = $1 AND p.path = $2`, [
    record,
    path,
  ]);
  return row && partitionRecord(row);
}

/** A page of partitions. */
export async function partitionsPage(
  session: Session,
  record: number,
  query: PartitionsQuery,
): Promise<Page<PartitionRecord>> {
  const { cursor, from = '', to = BEHIND_ALL } = query;
  const after =
    cursor === undefined ? ['', '', ''] : positionOf('partitions', ['', '', ''], cursor).map(String);
  const limit = pageLimit(query);
  const found: PartitionRecord[] = [];
  for await (const names of seriesNames(session, record, 'partitions', query, after[0])) {
    const rows = await session.query<PartitionRow>(
      `${PARTITION} WHERE p.record = $1 AND p.series = ANY ($4) AND (p.series, p.period, p.path) > ($5, $6, $7) AND ${IN_RANGE}
       ORDER BY p.series, p.period, p.path LIMIT $8`,
      [record, from, to, names, ...after, limit + 1 - found.length],
    );
    found.push(...rows.map(partitionRecord));
    if (found.length > limit) break;
  }
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  if (found.length <= limit || last === undefined) return { rows, next: null };
  return { rows, next: cursorOf('partitions', [formatSeries(last.series), last.period, last.path]) };
}

/** The identities of the partitions of a series by their paths, in the order of periods. */
export async function identitiesOf(
  session: Session,
  record: number,
  series: SeriesParts,
  { from = '', to = BEHIND_ALL }: DayRange,
): Promise<Map<string, string>> {
  const rows = await session.query<{ path: string; identity: string }>(
    `SELECT p.path, p.identity FROM tapehaul.partitions p WHERE p.record = $1 AND p.series = $4 AND ${IN_RANGE}
     ORDER BY p.period, p.path`,
    [record, from, to, formatSeries(series)],
  );
  return new Map(rows.map(({ path, identity }) => [path, identity]));
}
