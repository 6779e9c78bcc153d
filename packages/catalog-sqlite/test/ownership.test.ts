import { everyRow } from '@tapehaul/catalog';
import { describe, expect, test } from 'vitest';
import { openCatalog } from '../src/index.ts';
import { DEAD, NAME, path, run, tamper, tasks, walk } from './test-catalog.ts';

function disown(pid: number, heartbeatAt = Date.now()): void {
  tamper('UPDATE runs SET owner_pid = ?, heartbeat_at = ?', pid, heartbeatAt);
}

describe('a run', () => {
  test('is refused while a living process owns another, with its pid and its start', async () => {
    const first = openCatalog(path);
    await first.startRun(run('r1'));
    const second = openCatalog(path);
    const { pid } = process;
    const inUse = expect.objectContaining({
      code: 'output_in_use',
      exitCode: 5,
      facts: expect.objectContaining({ pid, runId: 'r1' }),
    });
    await expect(second.startRun(run('r2'))).rejects.toThrow(inUse);
    expect((await second.runs()).rows).toHaveLength(1);
    await second.close();
    await first.startRun({ ...run('child'), parentRunId: 'r1' });
    await first.close();
  });

  test.each([
    ['process is gone', DEAD, Date.now()],
    ['heart has stopped, though its process id lives on', process.pid, Date.now() - 120_000],
  ])('whose owner’s %s is crashed at the next look, and what it worked on', async (_, pid, heartbeatAt) => {
    const first = openCatalog(path);
    await first.startRun(run('r1'));
    await first.planTasks('r1', tasks('done', 'taken', 'untouched'));
    walk(first, 'r1', 'done', ['Running', 'Completed']);
    walk(first, 'r1', 'taken', ['Running']);
    await first.close();
    disown(pid, heartbeatAt);
    const second = openCatalog(path);
    expect(await second.markCrashedRuns()).toEqual(['r1']);
    expect((await second.run('r1'))?.state).toBe('Crashed');
    expect(Object.keys(await second.counts('r1')).sort()).toEqual(['Completed', 'Crashed', 'Scheduled']);
    expect((await second.taskHistory('r1', 'taken')).map(({ state }) => state)).toEqual([
      'Scheduled',
      'Running',
      'Crashed',
    ]);
    await second.startRun(run('r2'));
    await second.close();
  });

  test('of a process with our own id, but before us, is crashed', async () => {
    const first = openCatalog(path);
    await first.startRun(run('r1'));
    await first.close();
    tamper("UPDATE runs SET run_id = 'of an earlier process'");
    const second = openCatalog(path);
    expect(await second.markCrashedRuns()).toEqual(['of an earlier process']);
    await second.close();
  });

  test('whose owner died is taken up again at once, with what that one worked on', async () => {
    const first = openCatalog(path);
    await first.startRun(run('r1'));
    await first.planTasks('r1', tasks('done', 'taken', 'untouched'));
    walk(first, 'r1', 'done', ['Running', 'Completed']);
    walk(first, 'r1', 'taken', ['Running']);
    await first.close();
    disown(DEAD);
    const second = openCatalog(path);
    await second.resumeRun('r1', { failed: false });
    const left = (await Array.fromAsync(everyRow(second.remainingTasks('r1', NAME)))).map(
      ({ taskId }) => taskId,
    );
    expect(left).toEqual(['taken', 'untouched']);
    expect(await second.counts('r1')).toMatchObject({ Scheduled: { tasks: 2 }, Completed: { tasks: 1 } });
    await second.close();
  });

  test('is taken up again with what is left, and with what failed only on request', async () => {
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    await catalog.planTasks('r1', tasks('done', 'failed', 'stopped', 'untouched'));
    catalog.endPlan('r1');
    walk(catalog, 'r1', 'done', ['Running', 'Completed']);
    walk(catalog, 'r1', 'failed', ['Running', 'Failed'], { errorCode: 'throttled' });
    walk(catalog, 'r1', 'stopped', ['Running', 'Cancelled'], { errorCode: 'cancelled' });
    catalog.endRun('r1', 'Cancelled', null);

    const left = async () =>
      (await Array.fromAsync(everyRow(catalog.remainingTasks('r1', NAME)))).map(({ taskId }) => taskId);
    expect(await catalog.resumeRun('r1', { failed: false })).toMatchObject({ state: 'Running', resumes: 1 });
    expect(await left()).toEqual(['stopped', 'untouched']);
    for (const id of await left()) walk(catalog, 'r1', id, ['Running', 'Completed']);
    catalog.endRun('r1', 'CompletedWithGaps', null);

    const complete = expect.objectContaining({ code: 'run_complete' });
    await expect(catalog.resumeRun('r1', { failed: false })).rejects.toThrow(complete);
    await catalog.resumeRun('r1', { failed: true });
    expect(await left()).toEqual(['failed']);
    walk(catalog, 'r1', 'failed', ['Running', 'Completed']);
    catalog.endRun('r1', 'Completed', null);
    await expect(catalog.resumeRun('r1', { failed: true })).rejects.toThrow(complete);
    expect((await catalog.task('r1', 'stopped'))?.attempts).toBe(2);
    expect((await catalog.runHistory('r1')).map(({ state }) => state)).toEqual([
      'Running',
      'Cancelled',
      'Running',
      'CompletedWithGaps',
      'Running',
      'Completed',
    ]);
    await expect(catalog.resumeRun('r9', { failed: true })).rejects.toThrow(
      expect.objectContaining({ code: 'run_not_found', exitCode: 2 }),
    );
    await catalog.close();
  });
});
