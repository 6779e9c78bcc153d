import { describe, expect, test } from 'vitest';
import { eachWithRecord, type MakeRecord, run, tasks, walk } from '../setup/record-under-test.ts';

const failure = { errorCode: 'connection_failed', errorMessage: 'nobody answers' };

/** What of a run is left to do. */
export function workLeftContract(make: MakeRecord): void {
  describe('what is left', () => {
    const record = eachWithRecord(make);

    test('of a run that failed before its plan was stored all is left', async () => {
      const catalog = await record.open();
      await catalog.startRun(run('r1'));
      walk(catalog, 'plan', ['Running', 'Failed'], failure);
      catalog.endRun('r1', 'Failed', null);
      expect(await catalog.hasWork('r1', { failed: false })).toBe(true);
      expect(await catalog.resumeRun('r1', { failed: false })).toMatchObject({
        state: 'Running',
        resumes: 1,
      });
    });

    test('of a run with failures they are left where they are requested, and nothing once they are fixed', async () => {
      const catalog = await record.open();
      await catalog.startRun(run('r1'));
      await catalog.planTasks('r1', tasks('a'));
      catalog.endPlan('r1');
      walk(catalog, 'a', ['Running', 'Failed'], failure);
      catalog.endRun('r1', 'CompletedWithGaps', null);
      expect(await catalog.hasWork('r1', { failed: false })).toBe(false);
      expect(await catalog.hasWork('r1', { failed: true })).toBe(true);
      await expect(catalog.resumeRun('r1', { failed: false })).rejects.toThrow(
        expect.objectContaining({ code: 'run_complete' }),
      );
      await catalog.resumeRun('r1', { failed: true });
      walk(catalog, 'a', ['Running', 'Completed']);
      catalog.endRun('r1', 'Completed', null);
      expect(await catalog.hasWork('r1', { failed: true })).toBe(false);
      expect(await catalog.hasWork('none', { failed: true })).toBe(false);
    });
  });
}
