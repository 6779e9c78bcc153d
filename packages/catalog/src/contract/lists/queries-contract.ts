import { seriesParts } from '@tapehaul/archive';
import { beforeEach, describe, expect, test } from 'vitest';
import { everyRow } from '../../every-row.ts';
import type { TaskQuery } from '../../records/queries.ts';
import type { Catalog } from '../../stores/catalog.ts';
import {
  eachWithRecord,
  type MakeRecord,
  NAME,
  object,
  run,
  tasks,
  walk,
} from '../setup/record-under-test.ts';

const FILES = 250;
const id = (n: number): string => `spot/BTCUSDT-${String(n).padStart(3, '0')}.zip`;
/** Runs, tasks, lines and objects are found by what is known of them. */
export function queriesContract(make: MakeRecord): void {
  describe('queries:', () => {
    const record = eachWithRecord(make);
    let catalog: Catalog;

    /** 250 tasks: every tenth failed, every hundredth for another reason, the last fifty are still to be done. */
    beforeEach(async () => {
      catalog = await record.open();
      await catalog.startRun(run('r1'));
      await catalog.planTasks('r1', tasks(...Array.from({ length: FILES }, (_, n) => id(n))));
      for (let n = 0; n < 200; n += 1) {
        const code = n % 100 === 0 ? 'not_a_zip' : 'throttled';
        const fails = n % 10 === 0;
        const at = 1_000_000 + n * 1_000;
        const change = { runId: 'r1', taskId: id(n), name: NAME, attempt: 1 };
        catalog.recordTask({ ...change, state: 'Running', phase: 'running', at });
        const end = fails
          ? { state: 'Failed', errorCode: code, errorMessage: `no ${n}` }
          : { state: 'Completed', bytes: n };
        catalog.recordTask({ ...change, phase: 'final', at: at + n, ...end });
      }
    });

    async function all(query: TaskQuery): Promise<string[]> {
      const ids: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await catalog.tasks('r1', { ...query, ...(cursor ? { cursor } : {}) });
        ids.push(...page.rows.map(({ taskId }) => taskId));
        cursor = page.next;
      } while (cursor !== null);
      return ids;
    }

    describe('runs', () => {
      test('come without what may be large, and also only those with a whole plan', async () => {
        catalog.endPlan('r1');
        catalog.endRun('r1', 'CompletedWithGaps', { failures: ['many'] });
        await catalog.startRun(run('r2'));
        expect((await catalog.runs()).rows.map(({ runId }) => runId)).toEqual(['r2', 'r1']);
        const { rows } = await catalog.runs({ planned: true, limit: 1 });
        expect(rows).toMatchObject([{ runId: 'r1', state: 'CompletedWithGaps' }]);
        expect(rows[0]).not.toHaveProperty('result');
        expect(rows[0]).not.toHaveProperty('parameters');
        expect(await catalog.run('r1')).toMatchObject({
          parameters: { a: 1 },
          result: { failures: ['many'] },
        });
      });
    });

    describe('tasks', () => {
      test('come in pages, each task once, in the order that is requested', async () => {
        expect(await all({ limit: 33 })).toEqual(Array.from({ length: FILES }, (_, n) => id(n)));
        const done = Array.from({ length: 200 }, (_, n) => n).filter((n) => n % 10 !== 0);
        expect(await all({ limit: 7, states: ['Completed'], order: 'slowest' })).toEqual(
          done.toReversed().map(id),
        );
        expect((await all({ limit: 50, states: ['Failed'], order: 'latest' }))[0]).toBe(id(190));
      });

      test('are found by state, error and a part of their id', async () => {
        expect(await all({ states: ['Failed'], errorCode: 'not_a_zip' })).toEqual([id(0), id(100)]);
        expect(await all({ contains: 'usdt-19' })).toHaveLength(10);
        expect(await all({ contains: '%' })).toEqual([]);
        expect(await all({ states: ['Scheduled', 'Failed'], limit: 11 })).toHaveLength(70);
      });

      test('a cursor of another list is refused', async () => {
        const { next } = await catalog.tasks('r1', { limit: 5 });
        await expect(catalog.tasks('r1', { cursor: next ?? '', order: 'latest' })).rejects.toThrow(
          expect.objectContaining({ code: 'cursor_invalid' }),
        );
      });

      test('are summed up by state, by reason and over time', async () => {
        expect(await catalog.counts('r1')).toMatchObject({ Failed: { tasks: 20 }, Scheduled: { tasks: 50 } });
        expect(await catalog.failures('r1')).toMatchObject([
          { code: 'throttled', tasks: 18, exampleTaskId: id(10), exampleMessage: 'no 10' },
          { code: 'not_a_zip', tasks: 2 },
        ]);
        const slices = await catalog.timeline('r1', { slices: 10 });
        expect(slices).toHaveLength(10);
        const sum = (state: string) =>
          slices.reduce((total, { ended }) => total + (ended[state]?.tasks ?? 0), 0);
        expect([sum('Completed'), sum('Failed')]).toEqual([180, 20]);
        expect(await catalog.timeline('r9')).toEqual([]);
      });
    });

    describe('what is held', () => {
      const held = (key: string, series: string, period: string, proof: 'sidecar' | 'none' = 'sidecar') =>
        object('r1', key, { series: seriesParts(series), partition: 'daily', period, proof });

      test('is summed up by series, in pages', async () => {
        catalog.recordObject(held('a', 'spot/klines/BTCUSDT/1h', '2025-07-02'));
        catalog.recordObject(held('b', 'spot/klines/BTCUSDT/1h', '2025-07-01', 'none'));
        catalog.recordObject(held('c', 'spot/trades/BTCUSDT', '2025-07-01'));
        const first = await catalog.coverage({ limit: 1 });
        expect(first.rows).toEqual([
          {
            series: seriesParts('spot/klines/BTCUSDT/1h'),
            partition: 'daily',
            objects: 2,
            proved: 1,
            deep: 2,
            bytes: 20,
            first: '2025-07-01',
            last: '2025-07-02',
          },
        ]);
        expect((await catalog.coverage({ cursor: first.next ?? '' })).rows).toMatchObject([
          { series: seriesParts('spot/trades/BTCUSDT') },
        ]);
        expect((await catalog.coverage({ prefix: 'spot/trades' })).rows).toHaveLength(1);
        expect((await Array.fromAsync(everyRow(catalog.held('spot/klines/')))).map(({ key }) => key)).toEqual(
          ['b', 'a'],
        );
        catalog.recordObject(held('b', 'spot/klines/BTCUSDT/1h', '2025-07-01'));
        catalog.forgetObject('a');
        expect((await catalog.coverage()).rows[0]).toMatchObject({
          objects: 1,
          proved: 1,
          last: '2025-07-01',
        });
      });

      test('is found key by key and many at once, as last recorded, written yet or not', async () => {
        for (const key of ["a'b", 'b', 'c'])
          catalog.recordObject(held(key, 'spot/trades/BTCUSDT', '2025-07-01'));
        await catalog.settled();
        catalog.recordObject(held('b', 'spot/trades/BTCUSDT', '2025-07-01', 'none'));
        catalog.recordObject(held('d', 'spot/trades/BTCUSDT', '2025-07-02'));
        catalog.forgetObject('c');
        const keys = ["a'b", 'b', 'c', 'd', 'e'];
        const found = await catalog.findAll(keys);
        expect([...found.keys()].toSorted()).toEqual(["a'b", 'b', 'd']);
        expect(found.get('b')?.proof).toBe('none');
        for (const key of keys) expect(found.get(key)).toEqual(await catalog.find(key));
        await catalog.settled();
        expect(await catalog.findAll(keys)).toEqual(found);
      });

      test('is given beside the state of the task of its key, in the order of the plan, many at once', async () => {
        const planned = Array.from({ length: 1_100 }, (_, index) => ({
          taskId: `${index}.zip`,
          name: 'get',
          input: null,
        }));
        await catalog.planTasks('r1', [...planned, { taskId: 'step', name: 'other', input: null }]);
        catalog.recordObject(held('1099.zip', 'spot/trades/BTCUSDT', '2025-07-01'));
        walk(catalog, '1099.zip', ['Running', 'Completed'], { name: 'get' });
        const outcomes = await Array.fromAsync(everyRow(catalog.outcomes('r1', 'get')));
        expect(outcomes.map(({ taskId }) => taskId)).toEqual(planned.map(({ taskId }) => taskId));
        expect(outcomes[0]).toEqual({ taskId: '0.zip', state: 'Scheduled', held: null });
        const object = await catalog.find('1099.zip');
        expect(outcomes.at(-1)).toEqual({ taskId: '1099.zip', state: 'Completed', held: object });
        expect(await Array.fromAsync(everyRow(catalog.outcomes('no such run', 'get')))).toEqual([]);
      });

      test('is given with what has changed, and what a run was missing', async () => {
        const series = seriesParts('spot/klines/BTCUSDT/1h');
        const gap = {
          series,
          first: '2025-07-03',
          last: '2025-07-05',
          verdict: 'gap',
          reason: 'none',
          likely: null,
        };
        catalog.recordGap('r1', gap);
        catalog.recordChange({ runId: 'r1', kind: 'vanished', key: 'a', at: 1, facts: { etag: 'x' } });
        const version = { key: 'a', path: null, bytes: 1, sha256: null, etag: 'x', lastModified: null };
        catalog.recordVersion({ ...version, runId: 'r1', supersededAt: 2 });
        walk(catalog, 'late.zip', ['Running', 'Absent']);
        await catalog.settled();
        expect(await Array.fromAsync(everyRow(catalog.gaps('r1')))).toEqual([gap]);
        expect(await Array.fromAsync(everyRow(catalog.changes('r1')))).toMatchObject([
          { kind: 'vanished', facts: { etag: 'x' } },
        ]);
        expect(await catalog.lastChange('a')).toMatchObject({ kind: 'vanished', runId: 'r1' });
        expect(await Array.fromAsync(everyRow(catalog.versions('a')))).toHaveLength(1);
        const missing = (taskId: string, day: string) =>
          catalog.wasMissing('r1', { taskId, state: 'Absent', series, day });
        expect(await missing('b', '2025-07-05')).toBe(true);
        expect(await missing('b', '2025-07-06')).toBe(false);
        expect(await missing('late.zip', '2025-07-06')).toBe(true);
      });
    });
  });
}
