import { seriesParts } from '@tapehaul/archive';
import type { PartitionRecord, RowFindingRecord } from '@tapehaul/catalog';
import { SEVERITIES } from '@tapehaul/catalog/rules';
import { numberOrNull, parsedJson, type Row, textOrNull } from '../rows/rows.ts';

/** A row of the table of partitions, with `run_id`. */
export function partitionRecord(row: Row): PartitionRecord {
  return {
    path: String(row.path),
    series: seriesParts(String(row.series)),
    period: String(row.period),
    identity: String(row.identity),
    rows: Number(row.rows),
    firstTime: numberOrNull(row.first_time),
    lastTime: numberOrNull(row.last_time),
    firstId: numberOrNull(row.first_id),
    lastId: numberOrNull(row.last_id),
    bytes: Number(row.bytes),
    sha256: String(row.sha256),
    schemaVersion: Number(row.schema_version),
    writer: String(row.writer),
    numbers: row.numbers === 'decimal' ? 'decimal' : 'double',
    duplicatesDropped: Number(row.duplicates),
    inexactValues: Number(row.inexact),
    sources: objectsOf(row.sources).map(({ key, sha256, rows }) => {
      return { key: String(key), sha256: String(sha256), rows: Number(rows) };
    }),
    days: objectsOf(row.days).map(({ first, last, source, rule }) => {
      return { first: String(first), last: String(last), source: String(source), rule: textOrNull(rule) };
    }),
    builtAt: Number(row.built_at),
    runId: String(row.run_id),
  };
}

/** A row of the table of findings, with the `path` of its partition. */
export function rowFindingRecord(row: Row): RowFindingRecord {
  return {
    series: seriesParts(String(row.series)),
    path: String(row.path),
    rule: String(row.rule),
    severity: severityOf(row.severity),
    day: String(row.day),
    source: textOrNull(row.source),
    first: numberOrNull(row.first),
    last: numberOrNull(row.last),
    count: Number(row.count),
    sample: textOrNull(row.sample),
  };
}

/** A severity by its place in {@link SEVERITIES}. */
export function severityOf(rank: unknown): RowFindingRecord['severity'] {
  return SEVERITIES[Number(rank)] ?? 'note';
}

function objectsOf(json: unknown): Row[] {
  const parsed = parsedJson(json);
  return Array.isArray(parsed) ? parsed.filter((it) => typeof it === 'object' && it !== null) : [];
}
