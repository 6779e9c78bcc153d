import { beforeEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../../stores/catalog.ts';
import { eachWithRecord, type MakeRecord, NAME, run, tasks } from '../setup/record-under-test.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:00:00Z');

/** What happened in the time of a run, in slices. */
export function timelineContract(make: MakeRecord): void {
  describe('the time of a run', () => {
    const record = eachWithRecord(make);
    let catalog: Catalog;
    beforeEach(async () => {
      catalog = await record.open();
      await catalog.startRun(run('r1'));
    });

    /** An attempt of a task that begins and ends at these times after the start. */
    function attempt(taskId: string, from: number, to: number, state = 'Completed', name = NAME): void {
      const change = { runId: 'r1', taskId, name, attempt: 1 };
      catalog.recordTask({ ...change, state: 'Running', phase: 'running', at: START + from });
      catalog.recordTask({ ...change, state, phase: 'final', at: START + to, bytes: 2 });
    }

    test('a long time is shown by whole minutes, and a part of it by seconds with what had begun before', async () => {
      await catalog.planTasks('r1', tasks('a', 'b', 'c'));
      attempt('a', 1_000, 3 * HOUR);
      attempt('b', HOUR + 500, HOUR + 90_500);
      attempt('c', 2 * HOUR, 4 * HOUR, 'Failed');
      await catalog.settled();
      const whole = await catalog.timeline('r1', { slices: 500 });
      expect(whole[0]).toMatchObject({
        from: START + HOUR + MINUTE,
        to: START + HOUR + 2 * MINUTE,
        active: 1,
      });
      expect(whole.at(-1)).toMatchObject({
        to: START + 4 * HOUR + MINUTE,
        ended: { Failed: { tasks: 1, bytes: 2 } },
        active: 0,
      });
      expect(whole).toHaveLength(180);
      const part = { from: START + HOUR + 89_000, to: START + HOUR + 92_000, slices: 3 };
      expect(await catalog.timeline('r1', part)).toMatchObject([
        { active: 2, ended: {} },
        { active: 1, ended: { Completed: { tasks: 1, bytes: 2 } } },
        { active: 1, ended: {} },
      ]);
      const later = { from: START + 2 * HOUR + 30 * MINUTE, to: START + 2 * HOUR + 31 * MINUTE, slices: 1 };
      expect(await catalog.timeline('r1', later)).toMatchObject([{ active: 2, retries: 0, ended: {} }]);
    });

    test('a time that ends before it begins has no slices, nor has one in which nothing is known to begin', async () => {
      await catalog.planTasks('r1', tasks('a'));
      expect(await catalog.timeline('r1')).toEqual([]);
      expect(await catalog.timeline('r1', { from: START })).toEqual([]);
      expect(await catalog.timeline('r1', { from: START, to: START - 1 })).toEqual([]);
      expect(await catalog.timeline('r1', { from: START, to: START + 1_000 })).toMatchObject([{ ended: {} }]);
    });

    test('tasks of a name are counted alone, whichever name has more of them', async () => {
      await catalog.planTasks('r1', tasks('a', 'b', 'c'));
      attempt('step', 500, 9_000, 'Completed', 'plan');
      for (const taskId of ['a', 'b', 'c']) attempt(taskId, 2_000, 4_000);
      await catalog.settled();
      const ended = async (name: string) =>
        (await catalog.timeline('r1', { name })).map((it) => [it.from - START, it.ended.Completed?.tasks]);
      expect(await ended(NAME)).toEqual([[4_000, 3]]);
      expect(await ended('plan')).toEqual([[9_000, 1]]);
    });
  });
}
