import { describe, expect, test } from 'vitest';
import type { ClaimedBatch } from '../../stores/batches.ts';
import type { Catalog } from '../../stores/catalog.ts';
import {
  eachWithRecord,
  ids,
  type MakeRecord,
  NAME,
  object,
  run,
  tasks,
  walk,
} from '../setup/record-under-test.ts';
import { claim, idsOf, remaining, steps } from './batch-steps.ts';

/** A plan is handed out in batches, each to one holder at a time; the outcome of a task is stored once. */
export function batchContract(make: MakeRecord): void {
  describe('batches:', () => {
    const record = eachWithRecord(make);
    const lost = expect.objectContaining({ code: 'batch_lost' });

    async function planned(count: number): Promise<Catalog> {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      await owner.planTasks('r1', tasks(...ids(count)));
      return owner;
    }

    test('two claimers never hold one batch; together they are given the whole plan, in its order', async () => {
      const first = await planned(3_500);
      const second = await record.open();
      const given: ClaimedBatch[] = [];
      for (let turn = 0; turn < 100; turn += 1) {
        const claimer = turn % 2 === 0 ? first : second;
        const claimed = await claimer.claim('r1', { name: NAME, holder: `holder-${turn % 2}` });
        if (claimed === undefined) break;
        given.push(claimed);
      }
      expect(new Set(given.map(({ batch }) => batch)).size).toBe(given.length);
      expect(given.length).toBeGreaterThan(3);
      expect(given.flatMap((claimed) => idsOf(claimed))).toEqual(ids(3_500));
      expect(await second.claim('r1', { name: NAME, holder: 'late' })).toBeUndefined();
      expect(await second.claim('r1', { name: 'other', holder: 'late' })).toBeUndefined();
    });

    test('a batch holds what was planned, except what was done then, each task with what is held under its id', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      owner.recordObject(object('r1', 'b'));
      await owner.planTasks('r1', [
        { taskId: 'a', name: NAME, input: { n: 1 }, bytes: 7 },
        { taskId: 'done', name: NAME, input: null, done: 'Cached' },
        { taskId: 'b', name: NAME, input: null },
      ]);
      const claimed = await claim(owner);
      expect(claimed).toMatchObject({ runId: 'r1', batch: 1, epoch: 1 });
      expect(claimed.tasks).toEqual([
        { taskId: 'a', name: NAME, input: { n: 1 }, bytes: 7, held: null },
        { taskId: 'b', name: NAME, input: null, held: object('r1', 'b') },
      ]);
    });

    test('what is handed in is stored with its objects, and seen by others', async () => {
      const owner = await planned(2);
      const claimed = await claim(owner);
      await owner.handIn(claimed, [
        ...steps('task-00000', ['Running', 'Completed'], { bytes: 10 }),
        ...steps('task-00001', ['Running']),
      ]);
      const other = await record.open();
      expect(await other.counts('r1')).toEqual({
        Completed: { tasks: 1, bytes: 10 },
        Running: { tasks: 1, bytes: 0 },
      });
      expect(await other.find('task-00000')).toEqual(object('r1', 'task-00000'));
      expect(await other.attempts('r1', 'task-00000')).toMatchObject([{ attempt: 1, state: 'Completed' }]);
      expect(await remaining(other)).toEqual(['task-00001']);
    });

    test('a hand-in that comes twice counts once, and the first outcome stays', async () => {
      const owner = await planned(2);
      const claimed = await claim(owner);
      const handIn = steps('task-00000', ['Running', 'Completed'], { bytes: 10 });
      await owner.handIn(claimed, handIn);
      const before = await owner.task('r1', 'task-00000');
      await owner.handIn(claimed, handIn);
      await owner.handIn(claimed, steps('task-00000', ['Running', 'Failed'], { bytes: 3 }));
      expect(await owner.task('r1', 'task-00000')).toEqual(before);
      expect((await owner.find('task-00000'))?.bytes).toBe(10);
      expect(await owner.counts('r1')).toEqual({
        Completed: { tasks: 1, bytes: 10 },
        Scheduled: { tasks: 1, bytes: 0 },
      });
      expect(await owner.attempts('r1', 'task-00000')).toHaveLength(1);
    });

    test('a batch that is renewed stays with its holder, and one that is given back is free at once', async () => {
      const owner = await planned(2);
      const claimed = await claim(owner, 'a');
      await record.expireLeases();
      await owner.renew(claimed);
      expect(await owner.claim('r1', { name: NAME, holder: 'b' })).toBeUndefined();
      await owner.handIn(claimed, steps('task-00001', ['Running']));
      await owner.release(claimed);
      await expect(owner.handIn(claimed, steps('task-00000', ['Running']))).rejects.toThrow(lost);
      expect(idsOf(await claim(owner, 'b'))).toEqual(['task-00000', 'task-00001']);
    });

    test('its lease is renewed for as long as it was claimed for, by each hand-in and by name', async () => {
      const owner = await planned(3);
      // A lease of no time has run out as soon as it was renewed: the next holder is given the batch at once.
      const first = await claim(owner, 'a', 0);
      await owner.handIn(first, steps('task-00000', ['Running', 'Completed']));
      const second = await claim(owner, 'b', 0);
      await owner.renew(second);
      const third = await claim(owner, 'c', 3_600);
      expect([first, second, third].map(({ leaseSeconds }) => leaseSeconds)).toEqual([0, 0, 3_600]);
      expect([second.batch, third.batch]).toEqual([first.batch, first.batch]);
      expect(await owner.claim('r1', { name: NAME, holder: 'd' })).toBeUndefined();
    });

    test('a holder is not given its own batch again, also when its lease has run out', async () => {
      const owner = await planned(1);
      await claim(owner, 'a');
      await record.expireLeases();
      expect(await owner.claim('r1', { name: NAME, holder: 'a' })).toBeUndefined();
    });

    test('nothing is claimed of a run that nobody works on, or that another process has taken over', async () => {
      const owner = await planned(1);
      const options = { name: NAME, holder: 'a' };
      const code = (expected: string) => expect.objectContaining({ code: expected });
      await expect(owner.claim('r2', options)).rejects.toThrow(code('run_not_found'));
      await record.expireLeases();
      const other = await record.open();
      await other.resumeRun('r1', { failed: false });
      await expect(owner.claim('r1', options)).rejects.toThrow(code('output_in_use'));
      other.endRun('r1', 'Cancelled', null);
      await expect(other.claim('r1', options)).rejects.toThrow(code('run_ended'));
    });

    test('what is handed in of a task of another batch is refused, and nothing is stored', async () => {
      const owner = await planned(1);
      const claimed = await claim(owner);
      walk(owner, 'step', ['Running']);
      const what = [
        ...steps('task-00000', ['Running', 'Completed']),
        ...steps('step', ['Running', 'Completed']),
      ];
      await expect(owner.handIn(claimed, what)).rejects.toThrow(
        expect.objectContaining({ code: 'internal' }),
      );
      expect(await owner.counts('r1', NAME)).toMatchObject({ Scheduled: { tasks: 1 } });
      expect(await owner.find('task-00000')).toBeUndefined();
    });
  });
}
