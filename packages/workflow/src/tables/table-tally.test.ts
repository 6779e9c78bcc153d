import type { PartitionRecord } from '@tapehaul/catalog';
import { builtMonth } from '@tapehaul/testkit/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TableEvent } from '../events/table-events.ts';
import { FindingCounts } from './findings/finding-counts.ts';
import { TableTally } from './table-tally.ts';

const finding = fc.record({
  rule: fc.constantFrom('missing_rows', 'short_day', 'duplicate_rows'),
  severity: fc.constantFrom('error' as const, 'gap' as const, 'note' as const),
  findings: fc.integer({ min: 1, max: 9 }),
  count: fc.integer({ min: 0, max: 1_000 }),
});
const table = fc.record({
  rows: fc.integer({ min: 0, max: 1e6 }),
  bytes: fc.option(fc.integer({ min: 0, max: 1e6 })),
  duplicates: fc.integer({ min: 0, max: 9 }),
  inexact_values: fc.integer({ min: 0, max: 9 }),
  findings: fc.array(finding, { maxLength: 5 }),
});

const eventOf = (part: Pick<TableEvent, 'rows' | 'bytes' | 'findings' | 'duplicates' | 'inexact_values'>) =>
  ({ kind: 'table', path: 'p', series: 's', period: '2025-07', sha256: null, sources: [], ...part }) as const;

test('a summary adds up what was built, in whatever order it comes', () => {
  fc.assert(
    fc.property(fc.array(table, { maxLength: 12 }), (tables) => {
      const [tally, backwards] = [new TableTally(), new TableTally()];
      for (const one of tables) tally.add(eventOf(one));
      for (const one of tables.toReversed()) backwards.add(eventOf(one));
      expect(backwards.summary()).toEqual(tally.summary());
      const sum = (of: (one: (typeof tables)[number]) => number) =>
        tables.reduce((total, one) => total + of(one), 0);
      expect(tally.summary()).toMatchObject({
        partitions: tables.length,
        rows: sum(({ rows }) => rows),
        bytes: sum(({ bytes }) => bytes ?? 0),
        duplicates: sum(({ duplicates }) => duplicates),
        inexact_values: sum(({ inexact_values: values }) => values),
      });
      const { findings } = tally.summary();
      const all = tables.flatMap((one) => one.findings);
      expect(findings.reduce((total, { count }) => total + count, 0)).toBe(
        all.reduce((total, { count }) => total + count, 0),
      );
      expect(new Set(findings.map(({ rule, severity }) => `${severity} ${rule}`)).size).toBe(findings.length);
    }),
  );
});

const planned = { kind: 'tables_planned', source_bytes: 0 } as const;
const ended = { kind: 'table_month', month: '2025-07', partitions: 1, attempts: 1, error: null } as const;

test('what is built a second time counts as it is at the end', () => {
  fc.assert(
    fc.property(table, table, table, (other, before, after) => {
      const [tally, once] = [new TableTally(), new TableTally()];
      tally.add({ ...planned, months: 2, partitions: 2, up_to_date: 3 });
      for (const one of [other, before]) tally.add(eventOf(one));
      tally.buildsAgain();
      tally.add({ ...planned, months: 2, partitions: 2, up_to_date: 0 });
      tally.replaced(recordOf(before), before.findings);
      tally.add(eventOf(after));
      tally.add({ ...ended, series: 'spot/klines/BTCUSDT/1h' });
      // This one was up to date before.
      tally.add(eventOf(other));
      tally.add({ ...ended, series: 'spot/klines/ETHUSDT/1h' });
      once.add({ ...planned, months: 3, partitions: 3, up_to_date: 2 });
      for (const one of [other, after, other]) once.add(eventOf(one));
      expect(tally.summary()).toEqual(once.summary());
    }),
  );
});

/** The record of a partition of July with these figures. */
function recordOf(part: Parameters<typeof eventOf>[0]): PartitionRecord {
  return {
    ...builtMonth('run', 'BTCUSDT', '2025-07'),
    rows: part.rows,
    bytes: part.bytes ?? 0,
    duplicatesDropped: part.duplicates,
    inexactValues: part.inexact_values,
  };
}

test('findings are listed errors first, then gaps, then notes, each by rule', () => {
  const one = { day: '2025-07-01', source: null, first: null, last: null, sample: null, count: 2 };
  const counts = FindingCounts.of([
    { ...one, rule: 'flat', severity: 'note' },
    { ...one, rule: 'missing_rows', severity: 'gap' },
    { ...one, rule: 'values_differ', severity: 'error' },
    { ...one, rule: 'day_missing', severity: 'gap' },
    { ...one, rule: 'missing_rows', severity: 'gap' },
  ]);
  expect(counts).toEqual([
    { rule: 'values_differ', severity: 'error', findings: 1, count: 2 },
    { rule: 'day_missing', severity: 'gap', findings: 1, count: 2 },
    { rule: 'missing_rows', severity: 'gap', findings: 2, count: 4 },
    { rule: 'flat', severity: 'note', findings: 1, count: 2 },
  ]);
});

test('of many failures a thousand are listed, and all are counted', () => {
  const tally = new TableTally();
  const error = { code: 'table_failed', message: 'no', retry: 'never', facts: {} } as const;
  for (let at = 0; at < 1_200; at++) {
    tally.add({ kind: 'table_month', series: `s${at}`, month: '2025-07', partitions: 0, attempts: 1, error });
  }
  expect(tally.summary()).toMatchObject({ failed_months: 1_200 });
  expect(tally.summary().failures).toHaveLength(1_000);
  expect([...tally.errors.keys()]).toEqual(['table_failed']);
});
