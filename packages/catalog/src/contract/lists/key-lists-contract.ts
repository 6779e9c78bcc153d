import { beforeEach, describe, expect, test } from 'vitest';
import type { TaskQuery } from '../../records/queries.ts';
import type { PlannedTask } from '../../records/records.ts';
import { KeyRanges } from '../../rules/lists/key-ranges.ts';
import type { Catalog } from '../../stores/catalog.ts';
import { eachWithRecord, type MakeRecord, NAME, run, walk } from '../setup/record-under-test.ts';

const SYMBOLS = 30;
const DAYS = 28;
const MONTHS = 26;
/** Files that were in place already: more than are compared one by one. */
const CACHED = SYMBOLS * DAYS * MONTHS;

const symbolAt = (n: number): string => `C${String(n).padStart(2, '0')}USDT`;
const period = (month: number, day: number): string =>
  `${2020 + Math.floor(month / 12)}-${two((month % 12) + 1)}-${two(day + 1)}`;
const two = (n: number): string => String(n).padStart(2, '0');
const key = (type: string, symbol: string, day: string): string =>
  `data/spot/daily/${type}/${symbol}/${symbol}-${type}-${day}.zip`;

/** Trades that were in place, day by day; then aggTrades that are fetched. */
function* planned(): Generator<PlannedTask> {
  for (let month = 0; month < MONTHS; month += 1) {
    for (let day = 0; day < DAYS; day += 1) {
      for (let symbol = 0; symbol < SYMBOLS; symbol += 1) {
        const taskId = key('trades', symbolAt(symbol), period(month, day));
        yield { taskId, name: NAME, input: null, done: 'Cached', bytes: 3 };
      }
    }
  }
  for (let day = 0; day < DAYS; day += 1) {
    yield { taskId: key('aggTrades', symbolAt(day), period(0, day)), name: NAME, input: null };
  }
}

/** Defines tests that every record must pass which is made for millions of tasks: keys are found among a great many others. */
export function keyListsContract(make: MakeRecord): void {
  describe('lists of many keys', () => {
    const record = eachWithRecord(make);
    let catalog: Catalog;
    beforeEach(async () => {
      catalog = await record.open();
      await catalog.startRun(run('r1'));
      await catalog.planTasks('r1', planned());
      for (let day = 0; day < DAYS; day += 1) {
        const taskId = key('aggTrades', symbolAt(day), period(0, day));
        walk(catalog, taskId, ['Running'], { at: 1_000 });
        walk(catalog, taskId, ['Completed'], { at: 2_000 + day, attempt: 1 });
      }
      await catalog.settled();
    });

    /** The ids of all tasks of a query, in pages of which only the last may be empty. */
    async function found(query: TaskQuery): Promise<string[]> {
      const ids: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await catalog.tasks('r1', { limit: 1_000, ...query, ...(cursor ? { cursor } : {}) });
        if (page.next !== null) expect(page.rows).not.toEqual([]);
        ids.push(...page.rows.map(({ taskId }) => taskId));
        cursor = page.next;
      }
      return ids;
    }

    describe(`keys among ${CACHED} others`, () => {
      test('are found in folders, whose other keys are skipped, and in states that most have', async () => {
        const [symbol, day] = [symbolAt(7), period(25, 13)];
        const ofSymbol = await found({
          keys: { symbol, dataType: 'trades' },
          states: ['Cached'],
          limit: 100,
        });
        expect(ofSymbol).toHaveLength(DAYS * MONTHS);
        expect(ofSymbol).toEqual(ofSymbol.toSorted());
        const ofDay = await found({ keys: { from: day, to: day }, limit: 7 });
        expect(ofDay).toEqual(Array.from({ length: SYMBOLS }, (_, n) => key('trades', symbolAt(n), day)));
        expect(await found({ keys: { from: '2019-01-01', to: '2019-12-31' } })).toEqual([]);
        expect(await found({ keys: { dataType: 'aggTrades' }, states: ['Completed'] })).toHaveLength(DAYS);
      });

      test('are all found where all are requested', async () => {
        const all = await found({ keys: { market: 'spot' }, name: NAME });
        expect(all).toHaveLength(CACHED + DAYS);
        const ranges = new KeyRanges({ symbol: symbolAt(1), from: '2021-01-01' });
        const some = await found({ keys: { symbol: symbolAt(1), from: '2021-01-01' } });
        expect(some).toEqual(all.filter((it) => ranges.isWanted(it)));
      });

      test('are listed by their time, few or many of them', async () => {
        const slowest = Array.from({ length: DAYS }, (_, day) =>
          key('aggTrades', symbolAt(day), period(0, day)),
        );
        slowest.reverse();
        expect(await found({ keys: { dataType: 'aggTrades' }, order: 'slowest', limit: 5 })).toEqual(slowest);
        expect(await found({ keys: { market: 'spot' }, order: 'latest', limit: 5 })).toEqual(slowest);
        const few = { states: ['Completed'], keys: { symbol: symbolAt(2) }, order: 'slowest' } as const;
        expect(await found(few)).toEqual([key('aggTrades', symbolAt(2), period(0, 2))]);
      });

      test('a search for a text in all of them says how far it is, page by page', async () => {
        let before = 0;
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const query = { contains: `${symbolAt(29)}-TRADES`, limit: 200, ...(cursor ? { cursor } : {}) };
          const { searched, next } = await catalog.tasks('r1', query);
          expect(searched?.of).toBe(CACHED + DAYS);
          expect(searched?.tasks).toBeGreaterThan(before);
          before = searched?.tasks ?? 0;
          cursor = next;
        }
        expect(before).toBe(CACHED + DAYS);
      });
    });

    test('a page is not empty because what is wanted lies behind a great many other keys', async () => {
      function* many(): Generator<PlannedTask> {
        for (let n = 0; n < 61_600; n += 1) {
          const day = period(Math.floor(n / DAYS) % 50, n % DAYS);
          const taskId = key('trades', `A${10 + Math.floor(n / DAYS / 50)}USDT`, day);
          yield { taskId, name: NAME, input: null, ...(n < 41_000 ? {} : { done: 'Cached', bytes: 3 }) };
        }
      }
      catalog.endRun('r1', 'Completed', null);
      await catalog.startRun(run('r2'));
      await catalog.planTasks('r2', many());
      const query = { keys: { dataType: 'trades' }, states: ['Cached'], limit: 100 };
      const { rows } = await catalog.tasks('r2', query);
      expect(rows).toHaveLength(100);
      expect(rows.every(({ state }) => state === 'Cached')).toBe(true);
    });
  });
}
