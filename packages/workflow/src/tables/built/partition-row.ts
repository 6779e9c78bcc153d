import { formatSeries } from '@tapehaul/archive';
import type { PartitionRecord } from '@tapehaul/catalog';
import type { FindingCount } from '../../events/table-events.ts';

/** A partition as the manifest and the service list it, with what was found in its rows. Times are ISO 8601 UTC, of rows with microseconds. */
export function partitionRow(partition: PartitionRecord, findings: readonly FindingCount[]) {
  const { series, period } = partition;
  return {
    path: partition.path,
    series: formatSeries(series),
    period,
    rows: partition.rows,
    first_time: isoTime(partition.firstTime),
    last_time: isoTime(partition.lastTime),
    first_id: partition.firstId,
    last_id: partition.lastId,
    bytes: partition.bytes,
    sha256: partition.sha256,
    numbers: partition.numbers,
    duplicates: partition.duplicatesDropped,
    inexact_values: partition.inexactValues,
    sources: partition.sources,
    days: partition.days,
    findings,
    identity: partition.identity,
    schema_version: partition.schemaVersion,
    writer: partition.writer,
    built_at: new Date(partition.builtAt).toISOString(),
    run: partition.runId,
  };
}

/** Microseconds since 1970 UTC as ISO 8601. */
function isoTime(microseconds: number | null): string | null {
  if (microseconds === null) return null;
  const whole = new Date(Math.floor(microseconds / 1_000)).toISOString().slice(0, -1);
  return `${whole}${String(((microseconds % 1_000) + 1_000) % 1_000).padStart(3, '0')}Z`;
}
