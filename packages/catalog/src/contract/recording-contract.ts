import { seriesParts } from '@tapehaul/archive';
import { LEGAL_MOVES, STATES, type StateName, type StateType } from '@tapehaul/states';
import { describe, expect, test } from 'vitest';
import { everyRow } from '../every-row.ts';
import {
  eachWithRecord,
  everyTask,
  handedIn,
  ids,
  type MakeRecord,
  NAME,
  object,
  run,
  tasks,
  walk,
} from './setup/record-under-test.ts';

/** What is handed in is recorded, in order, and once. */
export function recordingContract(make: MakeRecord): void {
  describe('what is handed in', () => {
    const record = eachWithRecord(make);

    test('is seen by another process once it is settled, and outlives the one that handed it in', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      await owner.planTasks('r1', tasks('a', 'b'));
      owner.endPlan('r1');
      walk(owner, 'a', ['Running', 'Completed'], { bytes: 10 });
      owner.recordObject(object('r1', 'a'));
      await owner.settled();
      const other = await record.open();
      expect(await other.find('a')).toEqual(object('r1', 'a'));
      owner.endRun('r1', 'Completed', { ok: true });
      await owner.close();
      expect(await other.run('r1')).toMatchObject({
        state: 'Completed',
        parameters: { a: 1 },
        result: { ok: true },
      });
      expect((await other.run('r1'))?.plannedAt).toBeTypeOf('number');
      expect(await other.counts('r1')).toEqual({
        Completed: { tasks: 1, bytes: 10 },
        Scheduled: { tasks: 1, bytes: 0 },
      });
      expect(await other.run('r2')).toBeUndefined();
      expect(await other.counts('r2')).toEqual({});
    });

    test('is seen at once by the process that handed it in', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      owner.recordObject(object('r1', 'a', { bytes: 1 }));
      owner.recordObject(object('r1', 'a', { bytes: 2 }));
      owner.recordObject(object('r1', 'b'));
      owner.forgetObject('b');
      expect((await owner.find('a'))?.bytes).toBe(2);
      expect([...(await owner.findAll(['a', 'b', 'c'])).keys()]).toEqual(['a']);
      expect((await Array.fromAsync(everyRow(owner.held()))).map(({ key }) => key)).toEqual(['a']);
    });

    test('a deep proof counts for the object of that digest, and for no later one', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      const shallow = { depth: 'published', sha256: 'f'.repeat(64) } as const;
      for (const key of ['a', 'b', 'c']) owner.recordObject(object('r1', key, shallow));
      owner.recordDeepProof('a', shallow.sha256);
      owner.recordDeepProof('b', '0'.repeat(64));
      owner.recordDeepProof('none', shallow.sha256);
      owner.recordDeepProof('c', shallow.sha256);
      owner.recordObject(object('r1', 'c', { ...shallow, sha256: '1'.repeat(64) }));
      await owner.settled();
      const other = await record.open();
      const depths = [...(await other.findAll(['a', 'b', 'c'])).values()].map(({ key, depth }) => [
        key,
        depth,
      ]);
      expect(Object.fromEntries(depths)).toEqual({ a: 'deep', b: 'published', c: 'published' });
      expect((await other.coverage()).rows).toMatchObject([{ objects: 3, deep: 1 }]);
      owner.recordDeepProof('a', shallow.sha256);
      owner.recordDeepProof('c', '1'.repeat(64));
      owner.forgetObject('b');
      await owner.settled();
      expect((await other.coverage()).rows).toMatchObject([{ objects: 2, deep: 2 }]);
      owner.forgetObject('a');
      await owner.settled();
      expect((await other.coverage()).rows).toMatchObject([{ objects: 1, deep: 1 }]);
    });

    test('a plan that is appended twice is stored once, in its first order', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      const planned = ids(1_500);
      expect(await owner.planTasks('r1', tasks(...planned))).toBe(1_500);
      walk(owner, planned[3] ?? '', ['Running', 'Completed']);
      expect(await owner.planTasks('r1', tasks(...planned.toReversed(), 'new'))).toBe(1);
      expect(await everyTask(owner, 1_000)).toEqual([...planned, 'new']);
      expect(await owner.counts('r1', NAME)).toMatchObject({
        Completed: { tasks: 1 },
        Scheduled: { tasks: 1_500 },
      });
      const left = (await Array.fromAsync(everyRow(owner.remainingTasks('r1', NAME)))).map(
        ({ taskId }) => taskId,
      );
      expect(left).toEqual([...planned.filter((_, place) => place !== 3), 'new']);
    });

    test('a task that was done already is in its state, and not left to do', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      await owner.planTasks('r1', [{ taskId: 'a', name: NAME, input: { n: 1 }, done: 'Skipped', bytes: 3 }]);
      expect(await owner.task('r1', 'a')).toMatchObject({
        state: 'Skipped',
        phase: 'final',
        input: { n: 1 },
        bytes: 3,
      });
      expect(await Array.fromAsync(everyRow(owner.remainingTasks('r1', NAME)))).toEqual([]);
    });

    test('handed in twice, an end, an object and a gap count once', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      await owner.planTasks('r1', tasks('a'));
      walk(owner, 'a', ['Running', 'Completed', 'Completed'], { bytes: 10 });
      await owner.settled();
      walk(owner, 'a', ['Completed'], { bytes: 10, at: 3_000, attempt: 1 });
      const series = seriesParts('spot/klines/BTCUSDT');
      const gap = { series, first: '2025-07-01', last: '2025-07-02', verdict: 'gap', likely: null };
      for (const reason of ['first', 'second']) {
        owner.recordObject(object('r1', 'a'));
        owner.recordGap('r1', { ...gap, reason });
        await owner.settled();
      }
      expect(await owner.counts('r1')).toEqual({ Completed: { tasks: 1, bytes: 10 } });
      expect(await owner.attempts('r1', 'a')).toMatchObject([{ attempt: 1, state: 'Completed' }]);
      expect((await owner.coverage()).rows).toMatchObject([{ objects: 1, proved: 1, bytes: 10 }]);
      expect(await Array.fromAsync(everyRow(owner.gaps('r1')))).toEqual([{ ...gap, reason: 'second' }]);
    });

    test('counts are those of a recount, whatever legal states tasks went through', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      const planned = ids(60);
      await owner.planTasks('r1', tasks(...planned));
      const random = randomNumbers(42);
      for (const taskId of planned) walk(owner, taskId, legalWalk(random), { bytes: 1 + random(9) });
      await owner.settled();
      const recount: Record<string, { tasks: number; bytes: number }> = {};
      for (const { taskId, state, bytes } of (await owner.tasks('r1', { limit: 1_000 })).rows) {
        const sum = recount[state] ?? { tasks: 0, bytes: 0 };
        recount[state] = { tasks: sum.tasks + 1, bytes: sum.bytes + (bytes ?? 0) };
        expect((await owner.taskHistory('r1', taskId)).at(-1)?.state).toBe(state);
      }
      expect(await owner.counts('r1')).toEqual(recount);
      const ended = (await owner.timeline('r1', { slices: 3 })).flatMap((slice) =>
        Object.entries(slice.ended),
      );
      for (const { state, phase } of (await owner.tasks('r1', { limit: 1_000 })).rows) {
        if (phase !== 'final') continue;
        const inTime = ended.filter(([name]) => name === state).reduce((sum, [, { tasks: n }]) => sum + n, 0);
        expect(inTime).toBe(recount[state]?.tasks);
      }
    });

    test('numbers of attempts continue where a task is done again', async () => {
      const owner = await record.open();
      await owner.startRun(run('r1'));
      await owner.planTasks('r1', tasks('a'));
      walk(owner, 'a', ['Running', 'AwaitingRetry', 'Retrying', 'Failed'], { errorCode: 'throttled' });
      walk(owner, 'a', ['Running', 'Completed'], { at: 9_000 });
      expect((await owner.attempts('r1', 'a')).map(({ attempt, state }) => [attempt, state])).toEqual([
        [1, 'AwaitingRetry'],
        [2, 'Failed'],
        [3, 'Completed'],
      ]);
      const history = (await owner.taskHistory('r1', 'a')).map(({ state }) => state);
      expect(history.join()).toBe('Scheduled,Running,AwaitingRetry,Retrying,Failed,Retrying,Completed');
    });

    test('of a run that is not recorded is refused', async () => {
      const owner = await record.open();
      const unknown = expect.objectContaining({ code: 'run_not_found' });
      await expect(handedIn(owner, () => owner.recordObject(object('r1', 'a')))).rejects.toThrow(unknown);
      await expect(handedIn(owner, () => owner.endPlan('r1'))).rejects.toThrow(unknown);
      await owner.settled();
      await expect(owner.request('r1', 'cancel')).rejects.toThrow(unknown);
    });
  });
}

/** Numbers below a limit that look random and are the same each time. */
function randomNumbers(seed: number): (below: number) => number {
  let last = seed;
  return (below) => {
    last = (last * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(last / 65_536) % below;
  };
}

/** States from Scheduled on, each a legal next one of the one before. */
function legalWalk(random: (below: number) => number): StateName[] {
  const names = Object.keys(STATES) as StateName[];
  const states: StateName[] = [];
  let type: StateType = 'SCHEDULED';
  for (let steps = random(6); steps > 0; steps -= 1) {
    const legal: readonly StateType[] = LEGAL_MOVES[type];
    const next = names.filter((name) => legal.includes(STATES[name]));
    const state = next[random(next.length)];
    if (state === undefined) return states;
    states.push(state);
    type = STATES[state];
  }
  return states;
}
