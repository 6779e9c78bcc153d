import { addDays, seriesParts } from '@tapehaul/archive';
import { beforeEach, describe, expect, test } from 'vitest';
import { everyPage, everyRow } from '../../every-row.ts';
import type { Catalog } from '../../stores/catalog.ts';
import type { RowFindingsQuery } from '../../stores/tables.ts';
import { eachWithRecord, type MakeRecord, run } from '../setup/record-under-test.ts';
import { finding, partition } from './table-rows.ts';

const BTC = 'spot/klines/BTCUSDT/1m';
const ETH = 'spot/klines/ETHUSDT/1m';

/** What was found in rows is listed, counted and drawn by day. */
export function findingsContract(make: MakeRecord): void {
  describe('what was found in the rows of partitions', () => {
    const record = eachWithRecord(make);
    let owner: Catalog;
    beforeEach(async () => {
      owner = await record.open();
      await owner.startRun(run('r1'));
    });
    const listed = (query: RowFindingsQuery = {}, limit = 1_000) => {
      const pages = everyPage((page) => owner.findings({ ...query, ...page, limit }));
      return Array.fromAsync(everyRow(pages), ({ series, day, rule }) => `${series.symbol} ${day} ${rule}`);
    };
    const recordSome = (): void => {
      const wrong = finding('2025-07-02', { rule: 'high_below_low', severity: 'error', count: 5 });
      owner.recordPartition(partition(ETH, '2025-07'), [finding('2025-07-03', { count: 40 }), wrong]);
      const flat = (day: string) => finding(day, { rule: 'flat', severity: 'note', count: 100 });
      const days = [flat('2025-07-01'), finding('2025-07-01'), flat('2025-07-02')];
      owner.recordPartition(partition(BTC, '2025-07'), days);
      owner.recordPartition(partition(BTC, '2025-08'), [flat('2025-08-01')]);
    };

    test('is kept with all that is known of it, in the order in which it was recorded', async () => {
      const second = finding('2025-07-01', {
        source: 'data/a.zip',
        first: 1_751_328_000_000_000,
        last: 9_007_199_254_740_991,
        count: 3,
        sample: '1751328000000,"币,1.0',
      });
      const first = finding('2025-07-01', { rule: 'z', severity: 'note' });
      const { path, series } = partition(BTC, '2025-07');
      owner.recordPartition(partition(BTC, '2025-07'), [first, second]);
      await owner.settled();
      const other = await record.open();
      const found = [first, second].map((it) => ({ ...it, series, path }));
      expect(await other.findings()).toEqual({ rows: found, next: null });
    });

    test('is listed by series and day, in pages, and by rule, severity and days', async () => {
      recordSome();
      const all = [
        'BTCUSDT 2025-07-01 flat',
        'BTCUSDT 2025-07-01 missing_steps',
        'BTCUSDT 2025-07-02 flat',
        'BTCUSDT 2025-08-01 flat',
        'ETHUSDT 2025-07-02 high_below_low',
        'ETHUSDT 2025-07-03 missing_steps',
      ];
      for (const limit of [1, 2, 5, 6]) {
        expect(await listed({}, limit)).toEqual(all);
        expect(await listed({ symbols: ['*USDT'] }, limit)).toEqual(all);
        expect(await listed({ rule: 'missing_steps' }, limit)).toEqual([all[1], all[5]]);
        expect(await listed({ rule: 'flat', symbols: ['BTCUSDT'] }, limit)).toEqual([all[0], all[2], all[3]]);
        expect(await listed({ severity: 'note', from: '2025-07-02' }, limit)).toEqual([all[2], all[3]]);
      }
      expect(await listed({ severity: 'error' })).toEqual([all[4]]);
      expect(await listed({ severity: 'error', rule: 'flat' })).toEqual([]);
      expect(await listed({ prefix: BTC, to: '2025-07-01' })).toEqual(all.slice(0, 2));
      await expect(owner.findings({ cursor: 'x' })).rejects.toThrow(
        expect.objectContaining({ code: 'cursor_invalid' }),
      );
    });

    test('is counted by severity and rule', async () => {
      recordSome();
      const wrong = { rule: 'high_below_low', severity: 'error', findings: 1, count: 5 };
      const missing = { rule: 'missing_steps', severity: 'gap', findings: 2, count: 41 };
      const flat = { rule: 'flat', severity: 'note', findings: 3, count: 300 };
      expect(await owner.findingCounts()).toEqual([wrong, missing, flat]);
      expect(await owner.findingCounts({ symbols: ['ETHUSDT', 'BTCUSDT'] })).toEqual([wrong, missing, flat]);
      expect(await owner.findingCounts({ severity: 'note', to: '2025-07-31' })).toEqual([
        { ...flat, findings: 2, count: 200 },
      ]);
      expect(await owner.findingCounts({ rule: 'flat', symbols: ['ETHUSDT'] })).toEqual([]);
      owner.recordPartition(partition(BTC, '2025-07'), []);
      expect(await owner.findingCounts({ prefix: BTC })).toEqual([{ ...flat, findings: 1, count: 100 }]);
    });

    test('is given by day: the worst of each', async () => {
      recordSome();
      const more = [finding('2025-07-02', { rule: 'b' }), finding('2025-07-02', { rule: 'a' })];
      owner.recordPartition(partition('spot/trades/BTCUSDT', '2025-07-02'), more);
      const names = [ETH, BTC, 'spot/trades/BTCUSDT', 'spot/trades/ETHUSDT'];
      const days = await owner.findingDays(names.map(seriesParts), { to: '2025-07-02' });
      expect(Object.fromEntries(days)).toEqual({
        [ETH]: [{ day: '2025-07-02', severity: 'error', rule: 'high_below_low' }],
        [BTC]: [
          { day: '2025-07-01', severity: 'gap', rule: 'missing_steps' },
          { day: '2025-07-02', severity: 'note', rule: 'flat' },
        ],
        'spot/trades/BTCUSDT': [{ day: '2025-07-02', severity: 'gap', rule: 'a' }],
      });
      expect(await owner.findingDays([])).toEqual(new Map());
    });

    test('is listed once each, while partitions are recorded anew, added and forgotten by another process', async () => {
      const days = Array.from({ length: 60 }, (_, n) => addDays('2025-01-01', n));
      const hold = (day: string) => owner.recordPartition(partition('spot/trades/BTCUSDT', day), two(day));
      const two = (day: string) => [finding(day, { rule: 'a' }), finding(day, { rule: 'b' })];
      for (const day of days) hold(day);
      await owner.settled();
      const reader = await record.open();
      const found: string[] = [];
      let page = await reader.findings({ limit: 7 });
      for (let turn = 0; ; turn += 1) {
        found.push(...page.rows.map(({ day, rule }) => `${day} ${rule}`));
        if (page.next === null) break;
        for (const day of days) if (day !== '2025-02-20') hold(day);
        if (turn === 0) owner.forgetPartition(partition('spot/trades/BTCUSDT', '2025-02-20').path);
        owner.recordPartition(partition('spot/trades/AUSDT', '2025-01-01'), two('2025-01-01'));
        await owner.settled();
        page = await reader.findings({ limit: 7, cursor: page.next });
      }
      const left = days.filter((day) => day !== '2025-02-20');
      expect(found).toEqual(left.flatMap((day) => [`${day} a`, `${day} b`]));
    });
  });
}
