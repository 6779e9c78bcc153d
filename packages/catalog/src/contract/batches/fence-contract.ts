import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../stores/catalog.ts';
import { eachWithRecord, ids, type MakeRecord, NAME, run, tasks } from '../setup/record-under-test.ts';
import { claim, idsOf, steps } from './batch-steps.ts';

/** A batch that is claimed again is lost to its former holder, and comes with exactly what has no outcome. */
export function fenceContract(make: MakeRecord): void {
  describe('the fence of a batch:', () => {
    const record = eachWithRecord(make);
    const lost = expect.objectContaining({ code: 'batch_lost' });

    async function planned(count: number): Promise<Catalog> {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      await owner.planTasks('r1', tasks(...ids(count)));
      return owner;
    }

    test('a holder that was frozen until its lease ran out writes nothing more of a batch that another has', async () => {
      const owner = await planned(3);
      const frozen = await claim(owner, 'frozen');
      await owner.handIn(frozen, [
        ...steps('task-00000', ['Running', 'Completed']),
        ...steps('task-00001', ['Running']),
      ]);
      await record.expireLeases();
      const worker = await claim(owner, 'worker');
      expect(worker.batch).toBe(frozen.batch);
      expect(worker.epoch).toBeGreaterThan(frozen.epoch);
      expect(idsOf(worker)).toEqual(['task-00001', 'task-00002']);
      const before = (await owner.tasks('r1')).rows;
      await expect(owner.handIn(frozen, steps('task-00002', ['Running', 'Completed']))).rejects.toThrow(lost);
      await expect(owner.renew(frozen)).rejects.toThrow(lost);
      await expect(owner.release(frozen)).rejects.toThrow(lost);
      expect((await owner.tasks('r1')).rows).toEqual(before);
      expect(await owner.find('task-00002')).toBeUndefined();
      await owner.handIn(worker, steps('task-00002', ['Running', 'Completed']));
      expect(await owner.counts('r1')).toMatchObject({ Completed: { tasks: 2 }, Scheduled: { tasks: 1 } });
    });

    test('a task keeps the first of two outcomes that are handed in together', async () => {
      const owner = await planned(2);
      await owner.handIn(await claim(owner), [
        ...steps('task-00000', ['Running', 'Failed', 'Completed']),
        ...steps('task-00001', ['Running', 'Completed', 'Failed']),
      ]);
      expect(await owner.counts('r1')).toMatchObject({ Completed: { tasks: 1 }, Failed: { tasks: 1 } });
      expect(await owner.task('r1', 'task-00000')).toMatchObject({ state: 'Failed', updatedAt: 2_000 });
      expect(await owner.find('task-00000')).toBeUndefined();
      expect(await owner.find('task-00001')).toBeDefined();
      expect(await owner.attempts('r1', 'task-00001')).toMatchObject([
        { state: 'Completed', endedAt: 2_000 },
      ]);
    });

    test('what a former holder had begun is Scheduled again, and its attempt has Crashed', async () => {
      const owner = await planned(1);
      await owner.handIn(await claim(owner, 'former'), steps('task-00000', ['Running']));
      await record.expireLeases();
      const claimed = await claim(owner);
      expect(await owner.counts('r1')).toEqual({ Scheduled: { tasks: 1, bytes: 0 } });
      await owner.handIn(claimed, steps('task-00000', ['Running', 'Completed']));
      const attempts = await owner.attempts('r1', 'task-00000');
      expect(attempts.map(({ attempt, state }) => [attempt, state])).toEqual([
        [1, 'Crashed'],
        [2, 'Completed'],
      ]);
    });

    test('a run that is marked as Crashed is lost to the holders of its batches', async () => {
      const frozen = await planned(1);
      const claimed = await claim(frozen);
      await record.expireLeases();
      const other = await record.open();
      expect(await other.markCrashedRuns()).toEqual(['r1']);
      const handedIn = frozen.handIn(claimed, steps('task-00000', ['Running', 'Completed']));
      await expect(handedIn).rejects.toThrow(lost);
      expect(await other.counts('r1')).toEqual({ Scheduled: { tasks: 1, bytes: 0 } });
    });

    test('a claim after a crash gives exactly what has no outcome', async () => {
      const dead = await planned(5);
      const claimed = await claim(dead, 'dead');
      await dead.handIn(claimed, [
        ...steps('task-00001', ['Running', 'Completed']),
        ...steps('task-00002', ['Running', 'Failed']),
        ...steps('task-00003', ['Running']),
      ]);
      await record.expireLeases();
      const owner = await record.open();
      await owner.resumeRun('r1', { failed: false });
      const left = await claim(owner);
      expect(idsOf(left)).toEqual(['task-00000', 'task-00003', 'task-00004']);
      await expect(dead.handIn(claimed, steps('task-00004', ['Running', 'Completed']))).rejects.toThrow(lost);
      await owner.handIn(
        left,
        idsOf(left).flatMap((taskId) => steps(taskId, ['Running', 'Completed'])),
      );
      expect(await owner.claim('r1', { name: NAME, holder: 'a' })).toBeUndefined();
      owner.endRun('r1', 'CompletedWithGaps', null);
      await owner.resumeRun('r1', { failed: true });
      expect(idsOf(await claim(owner))).toEqual(['task-00002']);
    });
  });
}
