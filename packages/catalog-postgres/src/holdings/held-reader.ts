import { formatSeries, seriesParts } from '@tapehaul/archive';
import type {
  CoverageQuery,
  DisputeRecord,
  DisputeState,
  ObjectRecord,
  Page,
  SeriesCoverage,
} from '@tapehaul/catalog';
import { behindPrefix, cursorOf, pageLimit, positionOf } from '@tapehaul/catalog/rules';
import type { Session } from '../connection/session.ts';
import { DISPUTE, type DisputeRow, disputeRecord } from './dispute-rows.ts';
import { HELD_COLUMNS, type HeldRow, objectRecord } from './held-rows.ts';

const HELD = `SELECT ${HELD_COLUMNS} FROM tapehaul.objects held JOIN tapehaul.runs held_by ON held_by.id = held.run`;

/** The objects held under those keys, by key. */
export async function objectsOf(
  session: Session,
  record: number,
  keys: readonly string[],
): Promise<Map<string, ObjectRecord>> {
  const rows = await session.query<HeldRow>(`${HELD} WHERE held.record = $1 AND held.key = ANY ($2)`, [
    record,
    keys,
  ]);
  return new Map(rows.map((row) => [row.key, objectRecord(row)]));
}

/** The objects held behind one, in the order of their keys. */
export async function heldBehind(
  session: Session,
  record: number,
  after: ObjectRecord | undefined,
  limit: number,
): Promise<ObjectRecord[]> {
  const sql = `${HELD} WHERE held.record = $1 AND held.key > $2 ORDER BY held.key LIMIT $3`;
  return (await session.query<HeldRow>(sql, [record, after?.key ?? '', limit])).map(objectRecord);
}

/** Those whose series has a name that begins so, in the order of name, partition and period. */
export async function heldOfSeries(
  session: Session,
  record: number,
  prefix: string,
  after: ObjectRecord | undefined,
  limit: number,
): Promise<ObjectRecord[]> {
  const { series, partition, period, key = '' } = after ?? {};
  const rows = await session.query<HeldRow>(
    `${HELD} WHERE held.record = $1 AND held.series IS NOT NULL AND held.series < $2
       AND (held.series, held.partition, held.period, held.key) > ($3, $4, $5, $6)
     ORDER BY held.series, held.partition, held.period, held.key LIMIT $7`,
    [
      record,
      behindPrefix(prefix),
      series ? formatSeries(series) : prefix,
      partition ?? '',
      period ?? '',
      key,
      limit,
    ],
  );
  return rows.map(objectRecord);
}

/** The objects that a run has recorded behind one, in the order of their keys. */
export async function recordedBehind(
  session: Session,
  record: number,
  run: number,
  after: ObjectRecord | undefined,
  limit: number,
): Promise<ObjectRecord[]> {
  const sql = `${HELD} WHERE held.record = $1 AND held.run = $2 AND held.key > $3 ORDER BY held.key LIMIT $4`;
  return (await session.query<HeldRow>(sql, [record, run, after?.key ?? '', limit])).map(objectRecord);
}

/** A page of what is held by series and partition. */
export async function coveragePage(
  session: Session,
  record: number,
  query: CoverageQuery,
): Promise<Page<SeriesCoverage>> {
  const { cursor, prefix = '' } = query;
  const [series = '', partition = ''] = cursor === undefined ? [] : positionOf('coverage', ['', ''], cursor);
  const limit = pageLimit(query);
  const period = (pick: string): string =>
    `coalesce((SELECT ${pick}(o.period) FROM tapehaul.objects o WHERE o.record = v.record AND o.series = v.series
       AND o.partition = v.partition), '')`;
  const found = await session.query<Omit<SeriesCoverage, 'series'> & { series: string }>(
    `SELECT v.series, v.partition, v.objects, v.proved, v.deep, v.bytes, ${period('min')} AS first, ${period('max')} AS last
     FROM tapehaul.coverage v WHERE v.record = $1 AND (v.series, v.partition) > ($2, $3) AND v.series >= $4 AND v.series < $5
     ORDER BY v.series, v.partition LIMIT $6`,
    [record, String(series), String(partition), prefix, behindPrefix(prefix), limit + 1],
  );
  const rows = found.slice(0, limit).map((row) => ({ ...row, series: seriesParts(row.series) }));
  const last = rows.at(-1);
  const more = found.length > limit && last !== undefined;
  return { rows, next: more ? cursorOf('coverage', [formatSeries(last.series), last.partition]) : null };
}

/** The latest disputes of those objects, by key. */
export async function disputesOf(
  session: Session,
  record: number,
  keys: readonly string[],
): Promise<Map<string, DisputeRecord>> {
  const rows = await session.query<DisputeRow>(`${DISPUTE} WHERE d.record = $1 AND d.key = ANY ($2)`, [
    record,
    keys,
  ]);
  return new Map(rows.map((row) => [row.key, disputeRecord(row)]));
}

/** Disputes behind one, those in a state or all, in the order of their keys. */
export async function disputesBehind(
  session: Session,
  record: number,
  state: DisputeState | undefined,
  after: DisputeRecord | undefined,
  limit: number,
): Promise<DisputeRecord[]> {
  const sql = `${DISPUTE} WHERE d.record = $1 AND d.key > $2 AND ($3::text IS NULL OR d.state = $3) ORDER BY d.key LIMIT $4`;
  return (await session.query<DisputeRow>(sql, [record, after?.key ?? '', state ?? null, limit])).map(
    disputeRecord,
  );
}
