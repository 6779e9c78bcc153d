import { formatSeries, seriesParts } from '@tapehaul/archive';
import type { PartitionRecord, RowFindingRecord } from '@tapehaul/catalog';
import { NO_IDENTITY, SEVERITIES } from '@tapehaul/catalog/rules';
import { one, type Session } from '../connection/session.ts';
import { unnested } from '../connection/unnested.ts';

/** `partitions p` with the columns that {@link partitionRecord} takes. */
export const PARTITION = `SELECT p.path, p.series, p.period, p.identity, p.rows, p.first_time AS "firstTime", p.last_time AS "lastTime",
    p.first_id AS "firstId", p.last_id AS "lastId", p.bytes, p.sha256, p.schema_version AS "schemaVersion", p.writer,
    p.numbers, p.duplicates AS "duplicatesDropped", p.inexact AS "inexactValues", p.sources, p.days,
    p.built_at AS "builtAt", r.run_id AS "runId"
  FROM tapehaul.partitions p JOIN tapehaul.runs r ON r.id = p.run`;

/** A row of {@link PARTITION}. */
export interface PartitionRow extends Omit<PartitionRecord, 'series' | 'sources' | 'days'> {
  readonly series: string;
  readonly sources: string;
  readonly days: string;
}

/** A partition's row as a record. */
export function partitionRecord({ series, sources, days, ...row }: PartitionRow): PartitionRecord {
  return { ...row, series: seriesParts(series), sources: JSON.parse(sources), days: JSON.parse(days) };
}

const COLUMNS = `record, path, series, period, identity, rows, first_time, last_time, first_id, last_id, bytes, sha256,
  schema_version, writer, numbers, duplicates, inexact, sources, days, built_at, run`;
const NAMES = COLUMNS.split(/,\s*/);

const UPSERT = `INSERT INTO tapehaul.partitions (${COLUMNS}) VALUES (${NAMES.map((_, place) => `$${place + 1}`).join(', ')})
  ON CONFLICT (record, path) DO UPDATE SET ${NAMES.slice(2)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')} RETURNING id`;

/** Writes a partition and its findings in place of what was written under its path; its run is given by its number. */
export async function writePartition(
  session: Session,
  record: number,
  run: number,
  partition: PartitionRecord,
  findings: readonly Omit<RowFindingRecord, 'series' | 'path'>[],
): Promise<void> {
  const { path, period, identity, rows, firstTime, lastTime, firstId, lastId, bytes, sha256 } = partition;
  const { schemaVersion, writer, numbers, duplicatesDropped, inexactValues, sources, days, builtAt } =
    partition;
  const series = formatSeries(partition.series);
  const what = [
    record,
    path,
    series,
    period,
    identity,
    rows,
    firstTime,
    lastTime,
    firstId,
    lastId,
    bytes,
    sha256,
  ];
  const how = [schemaVersion, writer, numbers, duplicatesDropped, inexactValues];
  const origin = [JSON.stringify(sources), JSON.stringify(days), Math.trunc(builtAt), run];
  const row = await one<{ id: number }>(session, UPSERT, [...what, ...how, ...origin]);
  const id = row?.id ?? 0;
  await session.query('DELETE FROM tapehaul.row_findings WHERE partition = $1', [id]);
  if (findings.length === 0) return;
  const placed = findings.map((finding, place) => ({ ...finding, place }));
  const given = unnested(
    placed,
    [
      ['day', 'text', (it) => it.day],
      ['place', 'int', (it) => it.place],
      ['severity', 'smallint', (it) => SEVERITIES.indexOf(it.severity)],
      ['rule', 'text', (it) => it.rule],
      ['source', 'text', (it) => it.source],
      ['first', 'bigint', (it) => it.first],
      ['last', 'bigint', (it) => it.last],
      ['count', 'bigint', (it) => it.count],
      ['sample', 'text', (it) => it.sample],
    ],
    3,
  );
  await session.query(
    `INSERT INTO tapehaul.row_findings (record, series, partition, ${given.names})
     SELECT $1::int, $2::text, $3::bigint, ${given.names} FROM ${given.sql}`,
    [record, series, id, ...given.values],
  );
}

/** Removes a partition and its findings. */
export async function forgetPartition(session: Session, record: number, path: string): Promise<void> {
  await session.query('DELETE FROM tapehaul.partitions WHERE record = $1 AND path = $2', [record, path]);
}

/** Gives a partition of that digest the identity of none. */
export async function outdatePartition(
  session: Session,
  record: number,
  path: string,
  sha256: string,
): Promise<void> {
  await session.query(
    `UPDATE tapehaul.partitions SET identity = '${NO_IDENTITY}' WHERE record = $1 AND path = $2 AND sha256 = $3`,
    [record, path, sha256],
  );
}
