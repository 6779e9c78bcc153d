import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { everyRow } from '../every-row.ts';
import type { KeyFilter, TaskSelection } from '../records/task-keys.ts';
import { compareText, KeyRanges } from '../rules/index.ts';
import type { Catalog } from '../stores/catalog.ts';
import { anyFilter, anyKey } from './setup/archive-keys.ts';
import { eachWithRecord, type MakeRecord, NAME, run, tasks, walk } from './setup/record-under-test.ts';

const key = (symbol: string, day: number): string =>
  `data/spot/daily/trades/${symbol}/${symbol}-trades-2025-07-0${day}.zip`;
const BTC = [1, 2, 3].map((day) => key('BTCUSDT', day));
const ETH = [1, 2, 3].map((day) => key('ETHUSDT', day));

/** Tasks and log lines are found by what people know of them. */
export function taskListsContract(make: MakeRecord): void {
  describe('lists of tasks and log lines:', () => {
    const record = eachWithRecord(make);
    let owner: Catalog;

    beforeEach(async () => {
      owner = await record.open();
      await owner.startRun(run('r1'));
    });

    /** The ids of all tasks of a query, page by page. */
    async function found(query: object): Promise<string[]> {
      const ids: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await owner.tasks('r1', { ...query, ...(cursor === undefined ? {} : { cursor }) });
        ids.push(...page.rows.map(({ taskId }) => taskId));
        cursor = page.next;
      }
      return ids;
    }

    test('keys are found by their parts, in the order of keys, with states and in other orders', async () => {
      await owner.planTasks('r1', tasks(...ETH.toReversed(), 'plan', ...BTC));
      for (const [place, taskId] of [...BTC, ...ETH].entries()) {
        walk(owner, taskId, ['Running'], { at: 1_000 });
        const end = place % 2 === 0 ? 'Failed' : 'Completed';
        walk(owner, taskId, [end], { at: 2_000 + place * 100, attempt: 1 });
      }
      const days: KeyFilter = { from: '2025-07-02', to: '2025-07-02' };
      expect(await found({ keys: { symbol: 'ETHUSDT' } })).toEqual(ETH);
      expect(await found({ keys: days, limit: 1 })).toEqual([BTC[1], ETH[1]]);
      expect(await found({ keys: { prefix: 'data/spot/daily/trades/B' }, limit: 2 })).toEqual(BTC);
      expect(await found({ keys: { prefix: 'p' } })).toEqual(['plan']);
      expect(await found({ keys: { dataType: 'trades' }, states: ['Failed'], limit: 1 })).toEqual([
        BTC[0],
        BTC[2],
        ETH[1],
      ]);
      expect(await found({ keys: { market: 'spot' }, order: 'slowest', limit: 2 })).toEqual(
        [...BTC, ...ETH].toReversed(),
      );
      expect(await found({ keys: { symbol: 'BTCUSDT' }, order: 'latest', states: ['Completed'] })).toEqual([
        BTC[1],
      ]);
      expect(await found({ keys: { symbol: 'BTCUSDT' }, contains: '07-03' })).toEqual([BTC[2]]);
      expect(await found({ keys: { symbol: 'XRPUSDT' } })).toEqual([]);
      expect((await owner.tasks('r1', { keys: days })).searched).toBeNull();
    });

    test('keys are found as a plain filter finds them, whatever the filter', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(anyKey, { minLength: 1, maxLength: 60 }),
          fc.array(anyFilter, { minLength: 1, maxLength: 5 }),
          fc.integer({ min: 1, max: 7 }),
          async (keys, filters, limit) => {
            await owner.planTasks('r1', tasks(...keys));
            const all = (await found({ limit: 1_000 })).toSorted(compareText);
            for (const filter of filters) {
              const wanted = new KeyRanges(filter);
              const fitting = all.filter((it) => wanted.isWanted(it));
              expect(await found({ keys: filter, limit })).toEqual(fitting);
            }
          },
        ),
        { numRuns: 8 },
      );
    });

    test('a search says how far it is', async () => {
      await owner.planTasks('r1', tasks(...BTC, ...ETH));
      const page = await owner.tasks('r1', { contains: 'eth', limit: 1 });
      const { tasks: read = 0, of } = page.searched ?? {};
      expect(of).toBe(6);
      expect(read).toBeLessThanOrEqual(6);
      const last = await owner.tasks('r1', { contains: 'nowhere' });
      expect(last).toMatchObject({ rows: [], next: null, searched: { tasks: 6, of: 6 } });
      expect((await owner.tasks('r1')).searched).toBeNull();
    });

    test('failed tasks are read with their reasons', async () => {
      await owner.planTasks('r1', tasks(...BTC, ...ETH));
      walk(owner, ETH[0] ?? '', ['Running', 'Failed'], { errorCode: 'throttled', errorMessage: 'slow down' });
      walk(owner, BTC[1] ?? '', ['Running', 'Corrupt'], { errorCode: 'not_a_zip', errorMessage: 'no' });
      walk(owner, BTC[2] ?? '', ['Running', 'Cancelled'], { errorCode: 'cancelled' });
      walk(owner, BTC[0] ?? '', ['Running', 'Completed']);
      expect(await Array.fromAsync(everyRow(owner.failedTasks('r1')))).toEqual([
        { taskId: BTC[1], code: 'not_a_zip', message: 'no' },
        { taskId: ETH[0], code: 'throttled', message: 'slow down' },
      ]);
      expect(await Array.fromAsync(everyRow(owner.failedTasks('none')))).toEqual([]);
    });

    test.each<[string, TaskSelection, readonly (string | undefined)[]]>([
      ['its id', { taskIds: [BTC[0] ?? '', ETH[2] ?? '', 'none'] }, [BTC[0]]],
      ['its error code', { errorCode: 'throttled' }, [BTC[0], ETH[0]]],
      ['the beginning of its id', { prefix: 'data/spot/daily/trades/BTC' }, [BTC[0], BTC[1]]],
      ['both', { errorCode: 'not_a_zip', prefix: 'data/spot/daily/trades/BTC' }, [BTC[1]]],
    ])('of what failed, a selection by %s is done again', async (_, only, chosen) => {
      await owner.planTasks('r1', tasks(...BTC, ...ETH));
      owner.endPlan('r1');
      for (const taskId of [BTC[0], ETH[0]]) {
        walk(owner, taskId ?? '', ['Running', 'Failed'], { errorCode: 'throttled', bytes: 3 });
      }
      walk(owner, BTC[1] ?? '', ['Running', 'Failed'], { errorCode: 'not_a_zip' });
      for (const taskId of [BTC[2], ETH[1], ETH[2]]) walk(owner, taskId ?? '', ['Running', 'Completed']);
      owner.endRun('r1', 'CompletedWithGaps', null);
      const failed = true;
      expect(await owner.hasWork('r1', { failed, only })).toBe(true);
      const none = { taskIds: [ETH[1] ?? ''] };
      expect(await owner.hasWork('r1', { failed, only: none })).toBe(false);
      await expect(owner.resumeRun('r1', { failed, only: none })).rejects.toThrow(
        expect.objectContaining({ code: 'run_complete' }),
      );
      expect(await owner.resumeRun('r1', { failed, only })).toMatchObject({ state: 'Running', resumes: 1 });
      const left = await Array.fromAsync(everyRow(owner.remainingTasks('r1', NAME)), (it) => it.taskId);
      expect(left).toEqual(chosen);
      const count = (await owner.counts('r1')).Failed?.tasks ?? 0;
      expect(count).toBe(3 - chosen.length);
      const claimed = await owner.claim('r1', { name: NAME, holder: 'a' });
      expect(claimed?.tasks.map(({ taskId }) => taskId)).toEqual(chosen);
      const ended = (await owner.timeline('r1')).reduce((sum, it) => sum + (it.ended.Failed?.tasks ?? 0), 0);
      expect(ended).toBe(count);
    });

    test('log lines come in both orders, between others, and of one attempt', async () => {
      const line = { runId: 'r1', taskId: null, attempt: null, level: 'info' } as const;
      for (let n = 1; n <= 9; n += 1) owner.recordLog({ ...line, at: n, message: `line ${n}` });
      const of = { ...line, taskId: 'a', level: 'warn' } as const;
      owner.recordLog({ ...of, attempt: 1, at: 10, message: 'first' });
      owner.recordLog({ ...of, attempt: 2, at: 11, message: 'second' });
      await owner.settled();
      const all = (await owner.logs('r1')).rows;
      const messages = async (query: object): Promise<string[]> => {
        const read: string[] = [];
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = await owner.logs('r1', { ...query, ...(cursor === undefined ? {} : { cursor }) });
          read.push(...page.rows.map(({ message }) => message));
          cursor = page.next;
        }
        return read;
      };
      expect(await messages({ order: 'newest', limit: 4 })).toEqual(all.map((it) => it.message).toReversed());
      const [after, before] = [all[2]?.sequence ?? 0, all[6]?.sequence ?? 0];
      expect(await messages({ after, before, limit: 2 })).toEqual(['line 4', 'line 5', 'line 6']);
      expect(await messages({ after, before, order: 'newest' })).toEqual(['line 6', 'line 5', 'line 4']);
      expect(await messages({ taskId: 'a', attempt: 2 })).toEqual(['second']);
      expect(await messages({ taskId: 'a', order: 'newest' })).toEqual(['second', 'first']);
      const { next } = await owner.logs('r1', { order: 'newest', limit: 1 });
      await expect(owner.logs('r1', { cursor: next ?? '' })).rejects.toThrow(
        expect.objectContaining({ code: 'cursor_invalid' }),
      );
    });

    test('a timeline is that of a span of time and of one name, with retries and what was in progress', async () => {
      await owner.planTasks('r1', tasks('a', 'b'));
      const at = (second: number) => ({ at: second * 1_000 });
      walk(owner, 'step', ['Running'], { ...at(1), name: 'plan' });
      walk(owner, 'a', ['Running'], at(2));
      walk(owner, 'a', ['AwaitingRetry'], { ...at(4), attempt: 1, errorCode: 'throttled' });
      walk(owner, 'b', ['Running'], at(3));
      walk(owner, 'a', ['Retrying'], { ...at(5), attempt: 2 });
      walk(owner, 'a', ['Completed'], { ...at(7), attempt: 2, bytes: 5 });
      walk(owner, 'step', ['Completed'], { ...at(9), attempt: 1, name: 'plan' });
      await owner.settled();
      const span = { from: 0, to: 10_000, slices: 5 };
      const files = await owner.timeline('r1', { ...span, name: NAME });
      expect(files.map(({ from }) => from)).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
      expect(files.map(({ retries }) => retries)).toEqual([0, 0, 1, 0, 0]);
      expect(files.map(({ active }) => active)).toEqual([0, 2, 2, 1, 1]);
      expect(files.map(({ ended }) => ended)).toEqual([
        {},
        {},
        {},
        { Completed: { tasks: 1, bytes: 5 } },
        {},
      ]);
      const all = await owner.timeline('r1', span);
      expect(all.map(({ active }) => active)).toEqual([1, 3, 3, 2, 1]);
      expect(all.at(-1)?.ended).toEqual({ Completed: { tasks: 1, bytes: 0 } });
      const zoomed = await owner.timeline('r1', { from: 6_000, to: 8_000, name: NAME, slices: 2 });
      expect(zoomed.map(({ from, to, active }) => [from, to, active])).toEqual([
        [6_000, 7_000, 2],
        [7_000, 8_000, 1],
      ]);
      expect(await owner.timeline('r1', { name: NAME })).toMatchObject([{ from: 7_000, to: 8_000 }]);
      expect(await owner.timeline('r1', { name: 'plan' })).toMatchObject([{ from: 9_000, to: 10_000 }]);
    });
  });
}
