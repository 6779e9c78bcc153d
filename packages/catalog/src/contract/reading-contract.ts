import { seriesParts } from '@tapehaul/archive';
import { beforeEach, describe, expect, test } from 'vitest';
import { everyRow } from '../every-row.ts';
import type { Pages } from '../records/queries.ts';
import type { Catalog } from '../stores/catalog.ts';
import {
  eachWithRecord,
  everyTask,
  ids,
  type MakeRecord,
  object,
  run,
  tasks,
  walk,
} from './setup/record-under-test.ts';

const PLANNED = ids(230);

/** Lists come in pages, in a stable order, whatever is written meanwhile. */
export function readingContract(make: MakeRecord): void {
  describe('reading:', () => {
    const record = eachWithRecord(make);
    let owner: Catalog;

    beforeEach(async () => {
      owner = await record.open();
      await owner.startRun(run('r1'));
      await owner.planTasks('r1', tasks(...PLANNED));
    });

    test('a walk over pages shows each task once, in the order of the plan, while tasks move and others come', async () => {
      let next = 0;
      const seen = await everyTask(owner, 25, () => {
        for (const taskId of PLANNED.slice(next, next + 40)) walk(owner, taskId, ['Running', 'Completed']);
        walk(owner, `late-${next}`, ['Running']);
        next += 40;
      });
      expect(seen.filter((id) => !id.startsWith('late'))).toEqual(PLANNED);
      expect(new Set(seen).size).toBe(seen.length);
    });

    test('what remains is read while it is done', async () => {
      const seen: string[] = [];
      for await (const { taskId } of everyRow(owner.remainingTasks('r1', 'fetch'))) {
        seen.push(taskId);
        walk(owner, taskId, ['Running', 'Completed']);
      }
      expect(seen).toEqual(PLANNED);
    });

    test('a page has at most a thousand rows, and at least one', async () => {
      await owner.planTasks('r1', tasks(...ids(2_100)));
      expect((await owner.tasks('r1', { limit: 100_000 })).rows).toHaveLength(1_000);
      expect((await owner.tasks('r1', { limit: 0 })).rows).toHaveLength(1);
      expect(await everyTask(owner, 1_000)).toHaveLength(2_100);
    });

    test('tasks are found by state, error code and a part of their id, in three orders', async () => {
      for (const [place, taskId] of PLANNED.slice(0, 30).entries()) {
        const fails = place % 10 === 0;
        const more = { at: 1_000_000 + place * 1_000 };
        walk(owner, taskId, ['Running'], more);
        const end = fails ? { errorCode: 'throttled', errorMessage: 'slow down' } : {};
        walk(owner, taskId, [fails ? 'Failed' : 'Completed'], { ...end, at: more.at + place, attempt: 1 });
      }
      const found = async (query: object) =>
        (await owner.tasks('r1', query)).rows.map(({ taskId }) => taskId);
      expect(await found({ states: ['Failed'] })).toEqual([PLANNED[0], PLANNED[10], PLANNED[20]]);
      expect(await found({ errorCode: 'throttled', contains: 'TASK-0001' })).toEqual([PLANNED[10]]);
      expect(await found({ contains: '%' })).toEqual([]);
      expect(await found({ order: 'slowest', limit: 2 })).toEqual([PLANNED[29], PLANNED[28]]);
      expect(await found({ order: 'latest', states: ['Failed'], limit: 1 })).toEqual([PLANNED[20]]);
    });

    test('a cursor of another list is refused', async () => {
      const cursor = (await owner.tasks('r1', { limit: 5 })).next ?? '';
      const invalid = expect.objectContaining({ code: 'cursor_invalid' });
      await expect(owner.tasks('r1', { cursor, order: 'latest' })).rejects.toThrow(invalid);
      await expect(owner.runs({ cursor: 'nonsense' })).rejects.toThrow(invalid);
    });

    test('outcomes stand in the order of the plan, each with what is held', async () => {
      const [first = '', second = ''] = PLANNED;
      for (const key of [second, first]) {
        walk(owner, key, ['Running', 'Completed']);
        owner.recordObject(object('r1', key));
      }
      const outcomes = await Array.fromAsync(everyRow(owner.outcomes('r1', 'fetch')));
      expect(outcomes.map(({ taskId }) => taskId)).toEqual(PLANNED);
      expect(outcomes[0]).toEqual({ taskId: first, state: 'Completed', held: object('r1', first) });
      expect(outcomes[2]).toEqual({ taskId: PLANNED[2], state: 'Scheduled', held: null });
      expect(await Array.fromAsync(everyRow(owner.outcomes('r1', 'other')))).toEqual([]);
    });

    test('holdings are listed by key and by series, and summed up in pages', async () => {
      const series = seriesParts('spot/klines/BTCUSDT/1h');
      owner.recordObject(object('r1', 'b', { series, period: '2025-07-01', proof: 'none' }));
      owner.recordObject(object('r1', 'a', { series, period: '2025-07-02' }));
      owner.recordObject(object('r1', 'c'));
      const keys = (objects: Pages<{ key: string }>) => Array.fromAsync(everyRow(objects), ({ key }) => key);
      expect(await keys(owner.held())).toEqual(['a', 'b', 'c']);
      expect(await keys(owner.held('spot/klines/'))).toEqual(['b', 'a']);
      expect(await keys(owner.recordedBy('r1'))).toEqual(['a', 'b', 'c']);
      const { rows, next } = await owner.coverage({ limit: 1 });
      const sum = { objects: 2, proved: 1, deep: 2, bytes: 20, first: '2025-07-01', last: '2025-07-02' };
      expect(rows).toEqual([{ series, partition: 'daily', ...sum }]);
      expect(await owner.coverage({ cursor: next ?? '' })).toMatchObject({
        rows: [{ objects: 1 }],
        next: null,
      });
    });

    test('findings of a run are kept: gaps, changes, former versions and lines of its log', async () => {
      const series = seriesParts('spot/klines/BTCUSDT');
      const gap = { series, first: '2025-07-03', last: '2025-07-05', verdict: 'gap', reason: 'none' };
      owner.recordGap('r1', { ...gap, likely: null });
      owner.recordChange({ runId: 'r1', kind: 'late', key: 'a', at: 1, facts: { n: 1 } });
      owner.recordChange({ runId: 'r1', kind: 'vanished', key: 'a', at: 2, facts: { n: 2 } });
      const version = { key: 'a', path: null, bytes: 1, sha256: null, etag: 'x', lastModified: null };
      owner.recordVersion({ ...version, runId: 'r1', supersededAt: 2 });
      const line = { runId: 'r1', taskId: null, attempt: null, at: 1 };
      owner.recordLog({ ...line, level: 'info', message: 'planned 250 files' });
      owner.recordLog({ ...line, level: 'warn', message: 'Try again', taskId: 'a', attempt: 1 });
      await owner.settled();
      const other = await record.open();
      expect(await Array.fromAsync(everyRow(other.gaps('r1')))).toEqual([{ ...gap, likely: null }]);
      expect(await other.lastChange('a')).toMatchObject({ kind: 'vanished', facts: { n: 2 } });
      expect((await Array.fromAsync(everyRow(other.changes('r1')))).map(({ kind }) => kind)).toEqual([
        'late',
        'vanished',
      ]);
      expect(await Array.fromAsync(everyRow(other.versions('a')))).toEqual([
        { ...version, runId: 'r1', supersededAt: 2 },
      ]);
      const missing = { taskId: 'a', state: 'Absent', series };
      expect(await other.wasMissing('r1', { ...missing, day: '2025-07-05' })).toBe(true);
      expect(await other.wasMissing('r1', { ...missing, day: '2025-07-06' })).toBe(false);
      const messages = async (query: object) =>
        (await other.logs('r1', query)).rows.map(({ message }) => message);
      expect(await messages({})).toEqual(['planned 250 files', 'Try again']);
      expect(await messages({ level: 'warn', taskId: 'a', contains: 'try' })).toEqual(['Try again']);
      const { rows, next } = await other.logs('r1', { limit: 1 });
      expect(await messages({ after: rows[0]?.sequence })).toEqual(['Try again']);
      expect(await messages({ cursor: next ?? '' })).toEqual(['Try again']);
    });
  });
}
