import { addDays, type Partition, seriesParts } from '@tapehaul/archive';
import { type DayState, stateOf } from '@tapehaul/coverage';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../stores/catalog.ts';
import type { CellsQuery, SeriesCells } from '../stores/coverage.ts';
import { eachWithRecord, type MakeRecord, object, run } from './setup/record-under-test.ts';

const btc = seriesParts('spot/klines/BTCUSDT/1h');

/** What is known of a series' days, a line for each run of days that are alike. */
function spansOf(cells: SeriesCells | undefined): string[] {
  if (cells === undefined) return [];
  const days = Array.from(cells.codes, (code, place) => ({
    day: addDays(cells.first, place),
    state: stateOf(code),
  }));
  return days.flatMap(({ day, state }, place) => {
    if (days[place - 1]?.state === state) return [];
    const end = days.slice(place).findIndex((it) => it.state !== state);
    return `${day} ${state} ${end === -1 ? days.length - place : end}`;
  });
}

/** One state for each day of each series, kept with what is held and with what runs find out. */
export function coverageContract(make: MakeRecord): void {
  describe('what is known of each day', () => {
    const record = eachWithRecord(make);
    let owner: Catalog;
    beforeEach(async () => {
      owner = await record.open();
      await owner.startRun(run('r1'));
    });
    const mark = (partition: Partition, first: string, last: string, state: DayState, series = btc): void =>
      owner.recordCells('r1', { series, partition, first, last, state });
    const known = async (series = btc): Promise<string[]> => spansOf(await owner.cellsOf(series));

    test('follows what is held, and what is forgotten', async () => {
      owner.recordObject(object('r1', 'a', { series: btc, period: '2024-12-31' }));
      owner.recordObject(object('r1', 'b', { series: btc, period: '2025-01-01', proof: 'none' }));
      owner.recordObject(object('r1', 'c', { series: btc, partition: 'monthly', period: '2025-02' }));
      owner.recordObject(object('r1', 'd', { series: null, partition: null, period: null }));
      expect(await known()).toEqual([
        '2024-12-31 proved 1',
        '2025-01-01 unverified 1',
        '2025-01-02 unknown 30',
        '2025-02-01 month 28',
      ]);
      owner.forgetObject('a');
      owner.forgetObject('c');
      owner.forgetObject('d');
      owner.forgetObject('none');
      expect(await known()).toEqual(['2025-01-01 unverified 1']);
      owner.recordObject(object('r1', 'b', { series: btc, period: '2025-01-01' }));
      const other = await record.open();
      await owner.settled();
      expect(spansOf(await other.cellsOf(btc))).toEqual(['2025-01-01 proved 1']);
      expect(await other.cellsOf(seriesParts('spot/klines/BTCUSDT/1d'))).toBeUndefined();
    });

    test('a plan, a verdict or a failure takes nothing away that is held; the disk does', async () => {
      mark('daily', '2025-07-01', '2025-07-05', 'planned');
      owner.recordObject(object('r1', 'a', { series: btc, period: '2025-07-02' }));
      mark('daily', '2025-07-01', '2025-07-03', 'failed');
      mark('daily', '2025-07-03', '2025-07-04', 'gap');
      expect(await known()).toEqual([
        '2025-07-01 failed 1',
        '2025-07-02 proved 1',
        '2025-07-03 gap 2',
        '2025-07-05 planned 1',
      ]);
      owner.forgetObject('a');
      mark('daily', '2025-07-02', '2025-07-02', 'gone');
      expect((await known())[1]).toBe('2025-07-02 gone 1');
      owner.recordObject(object('r1', 'a', { series: btc, period: '2025-07-02' }));
      expect((await known())[1]).toBe('2025-07-02 proved 1');
    });

    test('says what was accepted by a person, until a sidecar proves it', async () => {
      owner.recordObject(object('r1', 'a', { series: btc, proof: 'accepted' }));
      expect(await known()).toEqual(['2025-07-01 accepted 1']);
      owner.recordObject(object('r1', 'a', { series: btc }));
      expect(await known()).toEqual(['2025-07-01 proved 1']);
    });

    test('comes with the outcome of a claimed task, once, and not of a run that was taken over', async () => {
      const [name, holder] = ['fetch', 'h'];
      await owner.planTasks(
        'r1',
        ['a', 'b'].map((taskId) => ({ taskId, name, input: null })),
      );
      const batch = await owner.claim('r1', { name, holder });
      if (batch === undefined) throw new Error('there is a batch');
      const end = (taskId: string, state: string) => {
        return { runId: 'r1', taskId, name, state, phase: 'final', attempt: 1, at: 1 } as const;
      };
      const on = (day: string, state: DayState) => {
        return { series: btc, partition: 'daily', first: day, last: day, state } as const;
      };
      await owner.handIn(batch, [
        { change: end('a', 'Absent'), cells: on('2025-07-01', 'absent') },
        { change: end('b', 'Failed'), cells: on('2025-07-02', 'failed') },
      ]);
      await owner.handIn(batch, [{ change: end('a', 'Failed'), cells: on('2025-07-01', 'failed') }]);
      expect(await known()).toEqual(['2025-07-01 absent 1', '2025-07-02 failed 1']);
      await record.expireLeases();
      await (await record.open()).startRun(run('r2'));
      owner.recordCells('r1', on('2025-07-03', 'planned'));
      owner.recordCells(null, on('2025-07-04', 'gone'));
      await owner.settled();
      expect(await known()).toEqual([
        '2025-07-01 absent 1',
        '2025-07-02 failed 1',
        '2025-07-03 unknown 1',
        '2025-07-04 gone 1',
      ]);
    });

    test('is listed by series in pages, of those that are requested', async () => {
      const names = [
        'futures_um/klines/BTCUSDT/1h',
        'spot/klines/BTCUSDT/1h',
        'spot/klines/ETHBTC/1d',
        'spot/trades/ETHUSDT',
      ];
      for (const name of names) mark('daily', '2025-07-01', '2025-07-03', 'proved', seriesParts(name));
      const listed = async (query: CellsQuery): Promise<string[]> => {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await owner.cells({ ...query, ...(cursor === undefined ? {} : { cursor }) });
          found.push(...page.rows.map(({ series }) => `${series.market} ${series.symbol}`));
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
        return found;
      };
      const all = ['futures_um BTCUSDT', 'spot BTCUSDT', 'spot ETHBTC', 'spot ETHUSDT'];
      for (const limit of [1, 2, 4, 100]) expect(await listed({ limit })).toEqual(all);
      expect(await listed({ prefix: 'spot/', limit: 2 })).toEqual(all.slice(1));
      expect(await listed({ symbols: ['*USDT'], limit: 1 })).toEqual([all[0], all[1], all[3]]);
      expect(await listed({ dataType: 'klines', interval: '1d' })).toEqual(['spot ETHBTC']);
      expect(await listed({ from: '2025-07-04' })).toEqual([]);
      const [cells] = (await owner.cells({ from: '2025-07-02', to: '2025-07-02', market: 'spot' })).rows;
      expect(cells).toMatchObject({ first: '2025-07-02', last: '2025-07-02', doubles: 0 });
      expect(cells?.changedAt).toBeGreaterThan(1_700_000_000_000);
      await expect(owner.cells({ cursor: 'x' })).rejects.toMatchObject({ code: 'cursor_invalid' });
    });

    test('holes come with what is known of them, the longest first, in pages', async () => {
      const eth = seriesParts('spot/klines/ETHUSDT/1h');
      const key = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-05.zip';
      await owner.planTasks('r1', [{ taskId: key, name: 'fetch', input: null }]);
      const change = { runId: 'r1', taskId: key, name: 'fetch', state: 'Failed', phase: 'final' } as const;
      owner.recordTask({ ...change, attempt: 1, at: 1, errorCode: 'throttled', errorMessage: 'slow down' });
      mark('daily', '2025-07-01', '2025-07-09', 'proved');
      for (const state of ['unknown', 'failed'] as const) mark('daily', '2025-07-05', '2025-07-05', state);
      mark('daily', '2025-07-10', '2025-07-12', 'not_yet_published');
      mark('daily', '2025-07-01', '2025-07-04', 'gap', eth);
      mark('daily', '2025-06-01', '2025-06-30', 'before_first', eth);
      const gap = { series: eth, first: '2025-07-01', last: '2025-07-04', verdict: 'gap', likely: null };
      owner.recordGap('r1', { ...gap, reason: 'missing, although later files exist' });
      const ofEth = {
        series: eth,
        first: '2025-07-01',
        last: '2025-07-04',
        days: 4,
        state: 'gap',
        fault: 'archive',
        reason: 'missing, although later files exist',
        evidence: 'gap',
        runId: 'r1',
        taskId: null,
      };
      const ofBtc = {
        series: btc,
        days: 1,
        state: 'failed',
        fault: 'ours',
        reason: 'slow down',
        evidence: 'throttled',
        taskId: key,
      };
      expect((await owner.holes()).rows).toMatchObject([ofEth, ofBtc]);
      const first = await owner.holes({ limit: 1 });
      expect(first.rows).toMatchObject([ofEth]);
      const second = await owner.holes({ limit: 1, cursor: first.next ?? '' });
      expect(second).toMatchObject({ rows: [ofBtc], next: null });
      expect((await owner.holes({ faults: ['time'] })).rows).toMatchObject([
        {
          series: btc,
          days: 3,
          state: 'not_yet_published',
          fault: 'time',
          reason: 'not published yet',
        },
      ]);
      expect((await owner.holes({ from: '2025-07-02', to: '2025-07-02' })).rows).toMatchObject([
        { series: eth, first: '2025-07-02', last: '2025-07-02', days: 1 },
      ]);
      expect(await owner.explainDay(btc, '2025-07-05')).toMatchObject(ofBtc);
      expect(await owner.explainDay(eth, '2025-07-02')).toMatchObject({ state: 'gap', runId: 'r1' });
      expect(await owner.explainDay(eth, '2025-06-30')).toMatchObject({ state: 'before_first', runId: null });
      expect(await owner.explainDay(btc, '2025-07-01')).toMatchObject({ state: 'proved', fault: 'none' });
      expect(await owner.explainDay(btc, '2020-01-01')).toMatchObject({ state: 'unknown', taskId: null });
    });
  });
}
