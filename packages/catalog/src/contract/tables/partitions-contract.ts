import { seriesParts } from '@tapehaul/archive';
import { beforeEach, describe, expect, test } from 'vitest';
import { everyPage, everyRow } from '../../every-row.ts';
import { NO_IDENTITY } from '../../rules/tables/no-identity.ts';
import type { Catalog } from '../../stores/catalog.ts';
import type { PartitionsQuery } from '../../stores/tables.ts';
import { eachWithRecord, handedIn, type MakeRecord, run } from '../setup/record-under-test.ts';
import { finding, partition } from './table-rows.ts';

const BTC = 'spot/klines/BTCUSDT/1m';
const ETH = 'spot/klines/ETHUSDT/1m';
const TRADES = 'futures_um/trades/BTCUSDT';

/** Partitions of tables are kept, one under each path, and listed by series and period. */
export function partitionsContract(make: MakeRecord): void {
  describe('a partition of a table', () => {
    const record = eachWithRecord(make);
    let owner: Catalog;
    beforeEach(async () => {
      owner = await record.open();
      await owner.startRun(run('r1'));
    });
    const periods = async (query: PartitionsQuery, limit = 1_000): Promise<string[]> => {
      const pages = everyPage((page) => owner.partitionsOf({ ...query, ...page, limit }));
      return Array.fromAsync(everyRow(pages), ({ series, period }) => `${series.symbol} ${period}`);
    };

    test('is kept with all that is known of it, and seen at once and by other processes', async () => {
      const trades = partition(TRADES, '2025-07-01', {
        rows: 9_007_199_254_740_991,
        firstId: 0,
        lastId: 9_007_199_254_740_991,
        firstTime: -1,
        lastTime: 9_007_199_254_740_991,
        numbers: 'decimal',
        sources: [
          { key: 'a', sha256: '0a'.repeat(32), rows: 1 },
          { key: 'b', sha256: '0b'.repeat(32), rows: 2 },
        ],
        days: [
          { first: '2025-07-01', last: '2025-07-01', source: 'a', rule: null },
          { first: '2025-07-01', last: '2025-07-01', source: 'b', rule: 'both_short' },
        ],
      });
      const nothing = { rows: 0, firstTime: null, lastTime: null, sources: [], days: [] } as const;
      const empty = partition('spot/klines/币安人生USDT/1m', '2025-07', nothing);
      owner.recordPartition(trades, []);
      owner.recordPartition(empty, []);
      expect(await owner.findPartition(trades.path)).toEqual(trades);
      await owner.settled();
      const other = await record.open();
      expect(await other.findPartition(trades.path)).toEqual(trades);
      expect(await other.findPartition(empty.path)).toEqual(empty);
      expect(await other.findPartition('none')).toBeUndefined();
      expect(await other.partitionsOf()).toEqual({ rows: [trades, empty], next: null });
    });

    test('is replaced by the next one under its path, with its findings, and forgotten with them', async () => {
      owner.recordPartition(partition(BTC, '2025-07'), [finding('2025-07-01'), finding('2025-07-02')]);
      owner.recordPartition(partition(BTC, '2025-08'), [finding('2025-08-01')]);
      const again = partition(BTC, '2025-07', { identity: '2e'.repeat(32), rows: 7 });
      owner.recordPartition(again, [finding('2025-07-03')]);
      expect(await owner.findPartition(again.path)).toEqual(again);
      const days = async () => (await owner.findings()).rows.map(({ day }) => day);
      expect(await days()).toEqual(['2025-07-03', '2025-08-01']);
      owner.forgetPartition(again.path);
      owner.forgetPartition('never recorded');
      expect(await owner.findPartition(again.path)).toBeUndefined();
      expect(await days()).toEqual(['2025-08-01']);
      owner.recordPartition(again, []);
      owner.forgetPartition(again.path);
      owner.recordPartition(again, [finding('2025-07-04')]);
      await owner.settled();
      expect(await days()).toEqual(['2025-07-04', '2025-08-01']);
    });

    test('is listed by series and period, in pages', async () => {
      for (const name of [ETH, BTC]) {
        for (const period of ['2025-08', '2025-06', '2025-07'])
          owner.recordPartition(partition(name, period), []);
      }
      for (const day of ['2025-07-31', '2025-08-01']) owner.recordPartition(partition(TRADES, day), []);
      const [trades, btc, eth] = [
        ['BTCUSDT 2025-07-31', 'BTCUSDT 2025-08-01'],
        ['BTCUSDT 2025-06', 'BTCUSDT 2025-07', 'BTCUSDT 2025-08'],
        ['ETHUSDT 2025-06', 'ETHUSDT 2025-07', 'ETHUSDT 2025-08'],
      ];
      for (const limit of [1, 2, 3, 100]) {
        expect(await periods({}, limit)).toEqual([trades, btc, eth].flat());
        expect(await periods({ symbols: ['BTC*'] }, limit)).toEqual([trades, btc].flat());
        expect(await periods({ market: 'spot' }, limit)).toEqual([btc, eth].flat());
      }
      expect(await periods({ prefix: 'spot/klines/E' })).toEqual(eth);
      expect(await periods({ prefix: 'spot/klines/E', market: 'futures_um' })).toEqual([]);
      expect(await periods({ dataType: 'trades' })).toEqual(trades);
      expect(await periods({ interval: '1m', market: 'spot', dataType: 'klines' })).toEqual(
        [btc, eth].flat(),
      );
      expect(await periods({ from: '2025-07-31', to: '2025-08-01', symbols: ['BTCUSDT'] })).toEqual([
        ...trades,
        ...btc.slice(1),
      ]);
      expect(await periods({ from: '2025-08-01', market: 'futures_um' })).toEqual(trades.slice(1));
      expect(await periods({ to: '2025-07-31' })).toEqual(
        [trades[0], btc.slice(0, 2), eth.slice(0, 2)].flat(),
      );
      await expect(owner.partitionsOf({ cursor: 'x' })).rejects.toThrow(
        expect.objectContaining({ code: 'cursor_invalid' }),
      );
    });

    test('has an identity, which is found by series and days', async () => {
      const identities = ['0', '1', '2'].map((it) => it.repeat(64));
      for (const [place, period] of ['2025-06', '2025-07', '2025-08'].entries()) {
        owner.recordPartition(partition(BTC, period, { identity: identities[place] ?? '' }), []);
      }
      owner.recordPartition(partition(ETH, '2025-07'), []);
      const paths = ['2025-06', '2025-07', '2025-08'].map((it) => partition(BTC, it).path);
      const all = await owner.partitionIdentities(seriesParts(BTC));
      expect([...all]).toEqual(paths.map((path, place) => [path, identities[place]]));
      const some = await owner.partitionIdentities(seriesParts(BTC), {
        from: '2025-07-31',
        to: '2025-07-31',
      });
      expect([...some.keys()]).toEqual(paths.slice(1, 2));
      expect(await owner.partitionIdentities(seriesParts('spot/klines/BTCUSDT/1h'))).toEqual(new Map());
    });

    test('that is not as it was built has the identity of none, and keeps all else, unless it was built again', async () => {
      const [july, august] = [partition(BTC, '2025-07'), partition(BTC, '2025-08')];
      owner.recordPartition(july, [finding('2025-07-01')]);
      owner.recordPartition(august, []);
      owner.outdatePartition(july.path, july.sha256);
      owner.outdatePartition(august.path, 'ef'.repeat(32));
      owner.outdatePartition('never recorded', july.sha256);
      await owner.settled();
      const other = await record.open();
      expect(await other.findPartition(july.path)).toEqual({ ...july, identity: NO_IDENTITY });
      expect(await other.findPartition(august.path)).toEqual(august);
      expect((await other.findings()).rows).toHaveLength(1);
      owner.recordPartition(july, []);
      expect(await owner.findPartition(july.path)).toEqual(july);
    });

    test('of a run that is not recorded is refused, and of one that was taken over left out', async () => {
      const unknown = expect.objectContaining({ code: 'run_not_found' });
      const stray = partition(BTC, '2025-07', { runId: 'r2' });
      await expect(handedIn(owner, () => owner.recordPartition(stray, []))).rejects.toThrow(unknown);
      await record.expireLeases();
      await (await record.open()).startRun(run('r3'));
      await handedIn(owner, () => owner.recordPartition(partition(BTC, '2025-07'), [finding('2025-07-01')]));
      expect(await owner.partitionsOf()).toEqual({ rows: [], next: null });
      expect(await owner.findings()).toEqual({ rows: [], next: null });
    });
  });
}
