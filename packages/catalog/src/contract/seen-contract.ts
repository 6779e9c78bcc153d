import { type Partition, seriesParts } from '@tapehaul/archive';
import { codeOf, type DayState } from '@tapehaul/coverage';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../stores/catalog.ts';
import type { SeenSeries } from '../stores/coverage.ts';
import { eachWithRecord, type MakeRecord, object, run } from './setup/record-under-test.ts';

const series = seriesParts('spot/klines/BTCUSDT/1h');
const SEEN: SeenSeries = {
  series,
  terms: 'a',
  partition: 'auto',
  first: '2024-12-30',
  last: '2025-01-05',
  checkedOn: '2025-01-06',
  oldUntil: '2025-01-02',
};
const [proved, month, gap, gone] = (['proved', 'month', 'gap', 'gone'] as const).map(codeOf);

/** What plans have gone through, with the states of its days: always those that the cells have. */
export function seenContract(make: MakeRecord): void {
  describe('what plans have gone through', () => {
    const record = eachWithRecord(make);
    let owner: Catalog;
    beforeEach(async () => {
      owner = await record.open();
      await owner.startRun(run('r1'));
    });
    const mark = (first: string, last: string, state: DayState, partition: Partition = 'daily'): void =>
      owner.recordCells('r1', { series, partition, first, last, state });
    const runs = async () => (await owner.seenDays(series))?.runs;

    test('is nothing until it is recorded, and nothing again once it is forgotten', async () => {
      mark('2025-01-01', '2025-01-02', 'proved');
      expect(await owner.seenDays(series)).toBeUndefined();
      owner.recordSeen('r1', SEEN);
      const { oldUntil: _, ...seen } = SEEN;
      expect(await owner.seenDays(series)).toEqual({ ...seen, runs: [0, 2, proved, 2, 0, 3] });
      owner.forgetSeen(series);
      expect(await owner.seenDays(series)).toBeUndefined();
    });

    test('has the state of each day, whichever of them change, old ones too', async () => {
      mark('2024-12-30', '2025-01-05', 'proved');
      owner.recordSeen('r1', SEEN);
      expect(await runs()).toEqual([proved, 7]);
      mark('2025-01-04', '2025-01-04', 'gone');
      expect(await runs()).toEqual([proved, 5, gone, 1, proved, 1]);
      mark('2024-12-31', '2024-12-31', 'gone');
      expect(await runs()).toEqual([proved, 1, gone, 1, proved, 3, gone, 1, proved, 1]);
      owner.recordSeen('r1', { ...SEEN, last: '2025-01-06', terms: 'b' });
      expect(await owner.seenDays(series)).toMatchObject({ terms: 'b', last: '2025-01-06' });
      owner.recordObject(object('r1', 'k', { series, period: '2024-12-31' }));
      expect(await runs()).toEqual([proved, 5, gone, 1, proved, 1, 0, 1]);
    });

    test('joins days before those that it had', async () => {
      mark('2025-01-01', '2025-01-05', 'proved');
      owner.recordSeen('r1', { ...SEEN, first: '2025-01-01' });
      mark('2024-12-30', '2024-12-31', 'gap');
      owner.recordSeen('r1', SEEN);
      expect(await runs()).toEqual([gap, 2, proved, 5]);
    });

    test('is about days, months, or both', async () => {
      mark('2025-01', '2025-01', 'proved', 'monthly');
      mark('2024-12-31', '2025-01-01', 'proved');
      owner.recordSeen('r1', SEEN);
      expect(await runs()).toEqual([0, 1, proved, 2, month, 4]);
      owner.recordSeen('r1', { ...SEEN, partition: 'daily' });
      expect(await runs()).toEqual([0, 1, proved, 2, 0, 4]);
      owner.recordSeen('r1', { ...SEEN, partition: 'monthly' });
      expect(await runs()).toEqual([0, 2, month, 5]);
      mark('2025-01', '2025-01', 'gone', 'monthly');
      expect(await runs()).toEqual([0, 2, gone, 5]);
    });

    test('is not recorded for a run that was taken over', async () => {
      await record.expireLeases();
      await (await record.open()).startRun(run('r2'));
      owner.recordSeen('r1', SEEN);
      await owner.settled();
      expect(await owner.seenDays(series)).toBeUndefined();
    });
  });
}
