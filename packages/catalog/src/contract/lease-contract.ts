import { describe, expect, test } from 'vitest';
import { everyRow } from '../every-row.ts';
import type { TaskQuery } from '../records/queries.ts';
import type { CatalogReader } from '../stores/catalog.ts';
import type { ControlRequest } from '../stores/runs.ts';
import {
  eachWithRecord,
  type MakeRecord,
  NAME,
  object,
  run,
  tasks,
  walk,
} from './setup/record-under-test.ts';

/** One owner at a time works on a record; what a former owner still hands in is dropped. */
export function leaseContract(make: MakeRecord): void {
  describe('ownership:', () => {
    const record = eachWithRecord(make);
    const inUse = expect.objectContaining({ code: 'output_in_use' });

    test('a second process is refused while the first one lives, and accepted once it has ended', async () => {
      const first = await record.open();
      await first.startRun(run('r1'));
      const second = await record.open();
      await expect(second.startRun(run('r2'))).rejects.toThrow(inUse);
      await expect(second.resumeRun('r1', { failed: false })).rejects.toThrow(inUse);
      await first.startRun({ ...run('child'), parentRunId: 'r1' });
      first.endRun('child', 'Completed', null);
      first.endRun('r1', 'Completed', null);
      await first.settled();
      await second.startRun(run('r2'));
      expect((await second.runs()).rows.map(({ runId }) => runId)).toEqual(['r2', 'child', 'r1']);
    });

    test('a run of a dead owner is read as Crashed, with what was in progress, as it is once it is marked', async () => {
      const dead = await record.open();
      await dead.startRun(run('r1'));
      await dead.planTasks('r1', tasks('done', 'taken', 'retried', 'waiting', 'untouched'));
      walk(dead, 'done', ['Running', 'Completed'], { bytes: 1 });
      walk(dead, 'taken', ['Running'], { bytes: 2 });
      walk(dead, 'retried', ['Running', 'AwaitingRetry', 'Retrying'], { bytes: 3 });
      walk(dead, 'waiting', ['Running', 'AwaitingRetry'], { errorCode: 'throttled', errorMessage: 'slow' });
      await dead.settled();
      await record.expireLeases();
      const reader = await record.open();
      const seen = await everything(reader);
      expect(seen.run).toMatchObject({ state: 'Crashed', endedAt: expect.any(Number) });
      expect(seen.counts).toMatchObject({ Completed: { tasks: 1 }, Crashed: { tasks: 3, bytes: 5 } });
      expect(seen.histories[1]?.map(({ state }) => state)).toEqual(['Scheduled', 'Running', 'Crashed']);
      expect(await reader.markCrashedRuns()).toEqual(['r1']);
      expect(await everything(await record.open())).toEqual(seen);
    });

    test('opening and reading mark no run as Crashed: its owner may wake up', async () => {
      const frozen = await record.open();
      await frozen.startRun(run('r1'));
      await frozen.planTasks('r1', tasks('a', 'b'));
      walk(frozen, 'a', ['Running']);
      await frozen.settled();
      await record.expireLeases();
      const reader = await record.open();
      expect((await everything(reader)).run?.state).toBe('Crashed');
      await reader.close();
      walk(frozen, 'a', ['Completed'], { attempt: 1 });
      frozen.endRun('r1', 'Completed', null);
      await frozen.settled();
      const other = await record.open();
      expect((await other.run('r1'))?.state).toBe('Completed');
      expect(Object.keys(await other.counts('r1')).sort()).toEqual(['Completed', 'Scheduled']);
      expect(await other.markCrashedRuns()).toEqual([]);
    });

    test('what was crashed by a mark is continued, and requests are refused before and after it', async () => {
      const dead = await record.open();
      await dead.startRun(run('r1'));
      await dead.planTasks('r1', tasks('taken', 'untouched'));
      walk(dead, 'taken', ['Running']);
      await dead.settled();
      await record.expireLeases();
      const other = await record.open();
      const ended = expect.objectContaining({ code: 'run_ended', facts: { runId: 'r1', state: 'Crashed' } });
      await expect(other.request('r1', 'pause')).rejects.toThrow(ended);
      expect(await other.markCrashedRuns()).toEqual(['r1']);
      expect(await other.markCrashedRuns()).toEqual([]);
      await expect(other.request('r1', 'pause')).rejects.toThrow(ended);
      await other.resumeRun('r1', { failed: false });
      const left = (await Array.fromAsync(everyRow(other.remainingTasks('r1', NAME)))).map(
        ({ taskId }) => taskId,
      );
      expect(left).toEqual(['taken', 'untouched']);
    });

    test('a run that is closed unfinished is left to the next process', async () => {
      const first = await record.open();
      await first.startRun(run('r1'));
      await first.close();
      const second = await record.open();
      await second.startRun(run('r2'));
      expect((await second.run('r1'))?.state).toBe('Crashed');
    });

    test('a frozen owner whose lease ran out has lost its run: what it hands in is dropped, and it receives cancel', async () => {
      const received: ControlRequest[] = [];
      let notify = (): void => {};
      const cancelled = new Promise<void>((resolve) => {
        notify = resolve;
      });
      const frozen = await record.open();
      const onRequest = (request: ControlRequest): void => {
        received.push(request);
        notify();
      };
      await frozen.startRun(run('r1'), { onRequest });
      await frozen.planTasks('r1', tasks('a', 'b'));
      walk(frozen, 'a', ['Running']);
      await frozen.settled();
      await record.expireLeases();
      const owner = await record.open();
      await owner.resumeRun('r1', { failed: false });
      walk(owner, 'a', ['Running']);
      await owner.settled();
      const before = {
        counts: await owner.counts('r1'),
        history: await owner.runHistory('r1'),
        run: await owner.run('r1'),
      };

      walk(frozen, 'a', ['Running', 'Completed']);
      frozen.recordObject(object('r1', 'a'));
      frozen.recordRun('r1', 'Paused', Date.now());
      frozen.recordLog({ runId: 'r1', taskId: null, attempt: 1, at: 1, level: 'info', message: 'I live' });
      await expect(frozen.planTasks('r1', tasks('c'))).rejects.toThrow(inUse);
      frozen.endRun('r1', 'Cancelled', { by: 'the one that lost it' });
      await cancelled;
      expect(received).toEqual(['cancel']);
      await frozen.close();
      expect(await owner.find('a')).toBeUndefined();
      expect((await owner.logs('r1')).rows).toEqual([]);
      expect({ counts: await owner.counts('r1'), history: await owner.runHistory('r1') }).toEqual({
        counts: before.counts,
        history: before.history,
      });
      expect(await owner.run('r1')).toMatchObject({ state: 'Running', result: null, resumes: 1 });
      owner.endRun('r1', 'Completed', null);
      expect((await owner.run('r1'))?.state).toBe('Completed');
    });

    test('a request of another process reaches the owner', async () => {
      const owner = await record.open();
      const { promise: received, resolve: onRequest } = Promise.withResolvers<ControlRequest>();
      await owner.startRun(run('r1'), { onRequest });
      await (await record.open()).request('r1', 'pause');
      expect(await received).toBe('pause');
    });

    test('what is left of a run is continued, and what failed only where that is requested', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      await owner.planTasks('r1', tasks('done', 'failed', 'stopped', 'untouched'));
      owner.endPlan('r1');
      walk(owner, 'done', ['Running', 'Completed']);
      walk(owner, 'failed', ['Running', 'Failed'], { errorCode: 'throttled', errorMessage: 'slow down' });
      walk(owner, 'stopped', ['Running', 'Cancelled'], { errorCode: 'cancelled' });
      owner.endRun('r1', 'Cancelled', null);
      const left = async () =>
        (await Array.fromAsync(everyRow(owner.remainingTasks('r1', NAME)))).map(({ taskId }) => taskId);
      expect(await owner.hasWork('r1', { failed: false })).toBe(true);
      expect(await owner.resumeRun('r1', { failed: false })).toMatchObject({ state: 'Running', resumes: 1 });
      expect(await left()).toEqual(['stopped', 'untouched']);
      for (const id of await left()) walk(owner, id, ['Running', 'Completed']);
      owner.endRun('r1', 'CompletedWithGaps', null);
      expect(await owner.failures('r1')).toEqual([
        { code: 'throttled', tasks: 1, exampleTaskId: 'failed', exampleMessage: 'slow down' },
      ]);
      await expect(owner.resumeRun('r1', { failed: false })).rejects.toThrow(
        expect.objectContaining({ code: 'run_complete' }),
      );
      await owner.resumeRun('r1', { failed: true, parameters: { a: 2 } });
      expect(await left()).toEqual(['failed']);
      expect((await owner.run('r1'))?.parameters).toEqual({ a: 2 });
    });
  });
}

/** All that a record shows of run `r1`. */
async function everything(reader: CatalogReader) {
  const { rows } = await reader.tasks('r1', { limit: 1_000 });
  const ids = async (query: TaskQuery): Promise<string[]> =>
    (await reader.tasks('r1', query)).rows.map(({ taskId }) => taskId);
  return {
    run: await reader.run('r1'),
    listed: [...(await reader.runs()).rows, ...(await reader.runs({ states: ['Crashed'] })).rows],
    running: (await reader.runs({ states: ['Running'] })).rows,
    states: await reader.runHistory('r1'),
    tasks: rows,
    crashed: await ids({ states: ['Crashed'] }),
    slowest: await ids({ order: 'slowest' }),
    latest: await ids({ order: 'latest', states: ['Crashed', 'Completed'] }),
    histories: await Promise.all(rows.map(({ taskId }) => reader.taskHistory('r1', taskId))),
    attempts: await Promise.all(rows.map(({ taskId }) => reader.attempts('r1', taskId))),
    one: await reader.task('r1', 'taken'),
    outcomes: await Array.fromAsync(everyRow(reader.outcomes('r1', NAME))),
    counts: await reader.counts('r1'),
    timeline: await reader.timeline('r1', { slices: 5 }),
    failures: await reader.failures('r1'),
    hasWork: await reader.hasWork('r1', { failed: false }),
  };
}
