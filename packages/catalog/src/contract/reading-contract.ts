import { beforeEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../catalog.ts';
import {
  eachWithRecord,
  everyTask,
  ids,
  object,
  type RecordUnderTest,
  run,
  tasks,
  walk,
} from './record-under-test.ts';

const PLANNED = ids(230);

/** Lists come in pages, in a stable order, whatever is written meanwhile. */
export function readingContract(make: () => RecordUnderTest): void {
  describe('reading:', () => {
    const record = eachWithRecord(make);
    let owner: Catalog;

    beforeEach(async () => {
      owner = record.open();
      owner.startRun(run('r1'));
      await owner.planTasks('r1', tasks(...PLANNED));
    });

    test('a walk over pages shows each task once, in the order of the plan, while tasks move and others come', async () => {
      let next = 0;
      const seen = everyTask(owner, 25, () => {
        for (const taskId of PLANNED.slice(next, next + 40)) walk(owner, taskId, ['Running', 'Completed']);
        walk(owner, `late-${next}`, ['Running']);
        next += 40;
      });
      expect(seen.filter((id) => !id.startsWith('late'))).toEqual(PLANNED);
      expect(new Set(seen).size).toBe(seen.length);
    });

    test('what remains is read while it is done', () => {
      const seen: string[] = [];
      for (const { taskId } of owner.remainingTasks('r1', 'fetch')) {
        seen.push(taskId);
        walk(owner, taskId, ['Running', 'Completed']);
      }
      expect(seen).toEqual(PLANNED);
    });

    test('a page has at most a thousand rows, and at least one', async () => {
      await owner.planTasks('r1', tasks(...ids(2_100)));
      expect(owner.tasks('r1', { limit: 100_000 }).rows).toHaveLength(1_000);
      expect(owner.tasks('r1', { limit: 0 }).rows).toHaveLength(1);
      expect(everyTask(owner, 1_000)).toHaveLength(2_100);
    });

    test('tasks are found by state, error code and a part of their id, in three orders', () => {
      for (const [place, taskId] of PLANNED.slice(0, 30).entries()) {
        const fails = place % 10 === 0;
        const more = { at: 1_000_000 + place * 1_000 };
        walk(owner, taskId, ['Running'], more);
        const end = fails ? { errorCode: 'throttled', errorMessage: 'slow down' } : {};
        walk(owner, taskId, [fails ? 'Failed' : 'Completed'], { ...end, at: more.at + place, attempt: 1 });
      }
      const found = (query: object) => owner.tasks('r1', query).rows.map(({ taskId }) => taskId);
      expect(found({ states: ['Failed'] })).toEqual([PLANNED[0], PLANNED[10], PLANNED[20]]);
      expect(found({ errorCode: 'throttled', contains: 'TASK-0001' })).toEqual([PLANNED[10]]);
      expect(found({ contains: '%' })).toEqual([]);
      expect(found({ order: 'slowest', limit: 2 })).toEqual([PLANNED[29], PLANNED[28]]);
      expect(found({ order: 'latest', states: ['Failed'], limit: 1 })).toEqual([PLANNED[20]]);
    });

    test('a cursor of another list is refused', () => {
      const cursor = owner.tasks('r1', { limit: 5 }).next ?? '';
      const invalid = expect.objectContaining({ code: 'cursor_invalid' });
      expect(() => owner.tasks('r1', { cursor, order: 'latest' })).toThrow(invalid);
      expect(() => owner.runs({ cursor: 'nonsense' })).toThrow(invalid);
    });

    test('outcomes stand in the order of the plan, each with what is held', () => {
      const [first = '', second = ''] = PLANNED;
      for (const key of [second, first]) {
        walk(owner, key, ['Running', 'Completed']);
        owner.recordObject(object('r1', key));
      }
      const outcomes = [...owner.outcomes('r1', 'fetch')];
      expect(outcomes.map(({ taskId }) => taskId)).toEqual(PLANNED);
      expect(outcomes[0]).toEqual({ taskId: first, state: 'Completed', held: object('r1', first) });
      expect(outcomes[2]).toEqual({ taskId: PLANNED[2], state: 'Scheduled', held: null });
      expect([...owner.outcomes('r1', 'other')]).toEqual([]);
    });

    test('holdings are listed by key and by series, and summed up in pages', () => {
      const series = 'spot/klines/BTCUSDT/1h';
      owner.recordObject(object('r1', 'b', { series, period: '2025-07-01', proof: 'none' }));
      owner.recordObject(object('r1', 'a', { series, period: '2025-07-02' }));
      owner.recordObject(object('r1', 'c'));
      const keys = (objects: Iterable<{ key: string }>) => Array.from(objects, ({ key }) => key);
      expect(keys(owner.held())).toEqual(['a', 'b', 'c']);
      expect(keys(owner.held('spot/klines/'))).toEqual(['b', 'a']);
      expect(keys(owner.recordedBy('r1'))).toEqual(['a', 'b', 'c']);
      const { rows, next } = owner.coverage({ limit: 1 });
      const sum = { objects: 2, proved: 1, bytes: 20, first: '2025-07-01', last: '2025-07-02' };
      expect(rows).toEqual([{ series, partition: 'daily', ...sum }]);
      expect(owner.coverage({ cursor: next ?? '' })).toMatchObject({ rows: [{ objects: 1 }], next: null });
    });

    test('findings of a run are kept: gaps, changes, former versions and lines of its log', async () => {
      const gap = { series: 's', first: '2025-07-03', last: '2025-07-05', verdict: 'gap', reason: 'none' };
      owner.recordGap('r1', { ...gap, likely: null });
      owner.recordChange({ runId: 'r1', kind: 'late', key: 'a', at: 1, facts: { n: 1 } });
      owner.recordChange({ runId: 'r1', kind: 'vanished', key: 'a', at: 2, facts: { n: 2 } });
      const version = { key: 'a', path: null, bytes: 1, sha256: null, etag: 'x', lastModified: null };
      owner.recordVersion({ ...version, runId: 'r1', supersededAt: 2 });
      const line = { runId: 'r1', taskId: null, attempt: null, at: 1 };
      owner.recordLog({ ...line, level: 'info', message: 'planned 250 files' });
      owner.recordLog({ ...line, level: 'warn', message: 'Try again', taskId: 'a', attempt: 1 });
      await owner.settled();
      const other = record.open();
      expect([...other.gaps('r1')]).toEqual([{ ...gap, likely: null }]);
      expect(other.lastChange('a')).toMatchObject({ kind: 'vanished', facts: { n: 2 } });
      expect([...other.changes('r1')].map(({ kind }) => kind)).toEqual(['late', 'vanished']);
      expect([...other.versions('a')]).toEqual([{ ...version, runId: 'r1', supersededAt: 2 }]);
      const missing = { taskId: 'a', state: 'Absent', series: 's' };
      expect(other.wasMissing('r1', { ...missing, day: '2025-07-05' })).toBe(true);
      expect(other.wasMissing('r1', { ...missing, day: '2025-07-06' })).toBe(false);
      const messages = (query: object) => other.logs('r1', query).rows.map(({ message }) => message);
      expect(messages({})).toEqual(['planned 250 files', 'Try again']);
      expect(messages({ level: 'warn', taskId: 'a', contains: 'try' })).toEqual(['Try again']);
      const { rows, next } = other.logs('r1', { limit: 1 });
      expect(messages({ after: rows[0]?.sequence })).toEqual(['Try again']);
      expect(messages({ cursor: next ?? '' })).toEqual(['Try again']);
    });
  });
}
