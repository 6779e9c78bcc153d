import { lastDayOf, seriesParts } from '@tapehaul/archive';
import type { PartitionRecord, RowFindingRecord } from '@tapehaul/catalog';

/** A finding as a build of tables records it. */
export type FoundRows = Omit<RowFindingRecord, 'series' | 'path'>;

/** The record of a month of spot candles of an hour that a run built from one monthly file; no table is written. */
export function builtMonth(runId: string, symbol: string, month: string): PartitionRecord {
  const name = `${symbol}-1h-${month}`;
  const source = monthlyKey(symbol, month);
  const first = `${month}-01`;
  const sha256 = 'a'.repeat(64);
  return {
    path: `silver/binance/klines/market=spot/symbol=${symbol}/interval=1h/month=${month}/${name}.parquet`,
    series: seriesParts(`spot/klines/${symbol}/1h`),
    ...{ period: month, identity: 'b'.repeat(64), rows: 700, bytes: 9_000, sha256, schemaVersion: 1 },
    ...{ firstTime: Date.parse(first) * 1000, lastTime: null, firstId: null, lastId: null },
    ...{ writer: 'duckdb 1', numbers: 'double', duplicatesDropped: 0, inexactValues: 0 },
    sources: [{ key: source, sha256, rows: 700 }],
    days: [{ first, last: lastDayOf(month), source, rule: 'unchecked_by_daily' }],
    ...{ builtAt: Date.parse(first), runId },
  };
}

/** A finding of the monthly file of spot candles of an hour: three missing rows, unless more is said. */
export function foundRows(symbol: string, day: string, more: Partial<FoundRows> = {}): FoundRows {
  const noon = Date.parse(`${day}T12:00:00Z`) * 1000;
  return {
    ...{ rule: 'missing_rows', severity: 'gap', day, count: 3, sample: null },
    source: monthlyKey(symbol, day.slice(0, 7)),
    ...{ first: noon, last: noon + 2 * 3_600e6 },
    ...more,
  };
}

function monthlyKey(symbol: string, month: string): string {
  return `data/spot/monthly/klines/${symbol}/1h/${symbol}-1h-${month}.zip`;
}
