import { seriesParts } from '@tapehaul/archive';
import type { RowFinding } from '@tapehaul/tables';
import type { PartitionRecord } from '../../stores/tables.ts';

/** A partition of a series as run `r1` has built it. */
export function partition(
  name: string,
  period: string,
  more: Partial<PartitionRecord> = {},
): PartitionRecord {
  return {
    path: `silver/binance/${name}/${period}.parquet`,
    series: seriesParts(name),
    period,
    identity: '1f'.repeat(32),
    rows: 1_440,
    firstTime: 1_751_328_000_000_000,
    lastTime: 1_751_414_399_999_999,
    firstId: null,
    lastId: null,
    bytes: 75_000,
    sha256: 'ab'.repeat(32),
    schemaVersion: 1,
    writer: 'duckdb 1.5.6 v1',
    numbers: 'double',
    duplicatesDropped: 0,
    inexactValues: 2,
    sources: [{ key: `data/${name}/${period}.zip`, sha256: 'cd'.repeat(32), rows: 1_440 }],
    days: [{ first: `${period}-01`, last: `${period}-31`, source: `data/${name}/${period}.zip`, rule: null }],
    builtAt: 5,
    runId: 'r1',
    ...more,
  };
}

export const finding = (day: string, more: Partial<RowFinding> = {}): RowFinding => ({
  rule: 'missing_steps',
  severity: 'gap',
  day,
  source: null,
  first: null,
  last: null,
  count: 1,
  sample: null,
  ...more,
});
