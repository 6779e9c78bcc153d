import type { TableEvent, WorkflowEvent } from '@tapehaul/workflow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LiveRun } from './live-run.ts';

const planned = (months: number) => ({
  kind: 'tables_planned' as const,
  months,
  partitions: months,
  up_to_date: 3,
  source_bytes: 9_000,
});
const built = (rows: number): TableEvent => ({
  kind: 'table',
  path: 'x.parquet',
  series: 'spot/klines/BTCUSDT/1h',
  period: '2025-07',
  rows,
  bytes: 10 * rows,
  sha256: 'a'.repeat(64),
  duplicates: 0,
  inexact_values: 0,
  sources: [],
  findings: [{ rule: 'missing_rows', severity: 'gap', findings: 1, count: 2 }],
});
const monthEnded: WorkflowEvent = {
  kind: 'table_month',
  series: 'spot/klines/BTCUSDT/1h',
  month: '2025-07',
  partitions: 1,
  attempts: 1,
  error: null,
};

test('nothing is known of tables until it is known what is to be built', () => {
  const { tables } = new LiveRun();
  expect([tables.monthsLeft, tables.summary]).toEqual([null, null]);
});

test('months that are built again leave what was up to date as it was', () => {
  const run = new LiveRun();
  run.receive(planned(1), 0);
  run.receive(monthEnded, 0);
  run.receive({ ...planned(2), up_to_date: 0 }, 0);
  expect(run.tables.monthsLeft).toBe(2);
  expect(run.tables.summary).toMatchObject({ up_to_date: 3 });
});

test('rows, bytes and findings add up, and each month that ends leaves one fewer', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000), { maxLength: 20 }), fc.nat(5), (rows, more) => {
      const run = new LiveRun();
      run.receive(planned(rows.length + more), 0);
      for (const count of rows) {
        run.receive(built(count), 0);
        run.receive(monthEnded, 0);
      }
      const sum = rows.reduce((total, count) => total + count, 0);
      expect(run.tables.monthsLeft).toBe(more);
      expect(run.tables.summary).toMatchObject({
        ...{ partitions: rows.length, up_to_date: 3, rows: sum, bytes: 10 * sum },
        findings: rows.length === 0 ? [] : [{ findings: rows.length, count: 2 * rows.length }],
      });
    }),
  );
});
