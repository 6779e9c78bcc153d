import { formatSeries } from '@tapehaul/archive';
import type { RowFinding } from '@tapehaul/tables';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyPage, everyRow } from '../../every-row.ts';
import { compareText } from '../../rules/lists/compare-text.ts';
import { SEVERITIES } from '../../rules/tables/severities.ts';
import type { PartitionRecord } from '../../stores/tables.ts';
import { type MakeRecord, run } from '../setup/record-under-test.ts';
import { finding, partition } from './table-rows.ts';

const SERIES = [
  'spot/klines/BTCUSDT/1m',
  'spot/klines/BTCUSDT/1mo',
  'spot/trades/币安人生USDT',
  'spot/trades/𐐷USDT',
];
const DAYS = ['2025-07-01', '2025-07-15', '2025-07-31'];

const anyFinding = fc
  .record({
    day: fc.constantFrom(...DAYS),
    rule: fc.constantFrom('a', 'b'),
    severity: fc.constantFrom(...SEVERITIES),
    count: fc.nat(),
    sample: fc.option(fc.string({ unit: 'grapheme', maxLength: 20 })),
  })
  .map(({ day, ...more }) => finding(day, more));

/** A day has the rows of one partition of a series, as in tables of one grain. */
const anyStep = fc
  .record({
    series: fc.constantFrom(...SERIES),
    month: fc.constantFrom('2025-06', '2025-07'),
    identity: fc.constantFrom('0', '1').map((digit) => digit.repeat(64)),
    findings: fc.option(fc.array(anyFinding, { maxLength: 6 })),
  })
  .map(({ series, month, identity, findings }) => ({
    built: partition(series, month, { identity }),
    findings: findings?.map((it) => ({
      ...it,
      day: it.day.replace('2025-07', month).replace('06-31', '06-30'),
    })),
  }));

const anyQuery = fc.record(
  {
    prefix: fc.constantFrom('spot/', 'spot/klines/', 'spot/trades/币', 'futures_um/'),
    dataType: fc.constantFrom('klines', 'trades'),
    symbols: fc.constantFrom(['BTCUSDT'], ['*USDT'], []),
    from: fc.constantFrom('2025-06-15', '2025-07-01', '2025-07-15'),
    to: fc.constantFrom('2025-06-30', '2025-07-14', '2025-07-31'),
    rule: fc.constantFrom('a', 'b'),
    severity: fc.constantFrom(...SEVERITIES),
  },
  { requiredKeys: [] },
);

/** Whatever is recorded and forgotten: the record has what a map by path has. */
export function tablesModel(make: MakeRecord): void {
  describe('tables, recorded and forgotten in any order', () => {
    test('are those that were recorded last under their paths', async () => {
      const property = fc.asyncProperty(
        fc.array(anyStep, { maxLength: 25 }),
        fc.array(anyQuery, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        async (steps, queries, limit) => {
          const record = await make();
          const owner = await record.open();
          try {
            await owner.startRun(run('r1'));
            const kept = new Map<string, { built: PartitionRecord; findings: readonly RowFinding[] }>();
            for (const { built, findings } of steps) {
              if (findings === undefined) owner.forgetPartition(built.path);
              else owner.recordPartition(built, findings);
              kept.delete(built.path);
              if (findings !== undefined) kept.set(built.path, { built, findings });
            }
            const all = [...kept.values()].sort((a, b) => compareText(a.built.path, b.built.path));
            for (const query of queries) {
              const { prefix = '', dataType, symbols, from = '', to = '~', rule, severity } = query;
              const requested = all.filter(
                ({ built: { series } }) =>
                  formatSeries(series).startsWith(prefix) &&
                  (dataType === undefined || series.dataType === dataType) &&
                  (symbols === undefined || symbols[0] === '*USDT' || symbols[0] === series.symbol),
              );
              const partitions = everyPage((page) => owner.partitionsOf({ ...query, ...page, limit }));
              expect(await Array.fromAsync(everyRow(partitions))).toEqual(
                requested
                  .map(({ built }) => built)
                  .filter(({ period }) => period >= from.slice(0, 7) && period <= to),
              );
              const findings = everyPage((page) => owner.findings({ ...query, ...page, limit }));
              const wanted = requested.flatMap(({ built: { series, path }, findings: its }) =>
                its
                  .filter((it) => it.day >= from && it.day <= to && (rule ?? it.rule) === it.rule)
                  .filter((it) => (severity ?? it.severity) === it.severity)
                  .map((it) => ({ ...it, series, path }))
                  .sort((a, b) => compareText(a.day, b.day)),
              );
              expect(await Array.fromAsync(everyRow(findings))).toEqual(wanted);
              const counts = await owner.findingCounts(query);
              expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(
                wanted.reduce((sum, { count }) => sum + count, 0),
              );
              expect(counts.reduce((sum, it) => sum + it.findings, 0)).toBe(wanted.length);
            }
          } finally {
            await owner.close();
            await record.discard();
          }
        },
      );
      await fc.assert(property, { numRuns: 40 });
    });
  });
}
