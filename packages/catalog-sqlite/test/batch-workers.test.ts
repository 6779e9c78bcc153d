import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { everyRow } from '@tapehaul/catalog';
import { afterEach, expect, test } from 'vitest';
import { openCatalog, recordState } from '../src/index.ts';
import type { Report } from './batch-worker-child.ts';
import { NAME, path, run, tasks } from './test-catalog.ts';

const IDS = Array.from({ length: 2_500 }, (_, at) => `task-${String(at).padStart(4, '0')}`);

const workers: ChildProcess[] = [];
afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
});

/** Starts a process that works on batches of the run. */
function work(holder: string): ChildProcess {
  const program = fileURLToPath(new URL('./batch-worker-child.ts', import.meta.url));
  const worker = fork(program, [path, 'r1', holder], { execArgv: ['--conditions=@tapehaul/source'] });
  workers.push(worker);
  return worker;
}
/** What a worker reports next; rejects when it ends without a word. */
async function report(worker: ChildProcess): Promise<Report> {
  const ended = once(worker, 'disconnect').then(() => Promise.reject(new Error('a worker has failed')));
  const [said] = await Promise.race([once(worker, 'message'), ended]);
  return said;
}

test('processes share a run: one is killed in the middle of a batch, and every task ends once', async () => {
  const owner = openCatalog(path);
  await owner.startRun(run('r1'));
  await owner.planTasks('r1', tasks(...IDS));
  const stuck = work('stuck');
  const { claim, done } = await report(stuck);
  const gone = once(stuck, 'exit');
  stuck.kill('SIGKILL');
  await gone;

  const reports = await Promise.all(['one', 'two'].map((holder) => report(work(holder))));
  expect(reports.reduce((sum, each) => sum + each.done, done)).toBe(IDS.length);
  expect(await owner.counts('r1', NAME)).toMatchObject({ Completed: { tasks: IDS.length } });
  const held = await Array.fromAsync(everyRow(owner.held()));
  expect(held.map(({ key }) => key)).toEqual(IDS);
  // What the killed one had handed in stays, and nothing of it was done again.
  const byStuck = held.filter((one) => one.path.startsWith('bronze/stuck/'));
  expect(byStuck.map(({ key }) => key)).toEqual(IDS.slice(0, done));
  for (const taskId of [IDS[0], IDS[done], IDS.at(-1)]) {
    expect(await owner.attempts('r1', taskId ?? '')).toHaveLength(1);
  }

  // Its claim is data that anybody may still have: it does not write any more.
  if (claim === undefined) return expect.unreachable('the killed process had no batch');
  const late = { runId: 'r1', taskId: IDS[done] ?? '', name: NAME, attempt: 2, at: Date.now() };
  const change = { ...late, state: 'Failed', phase: 'final' } as const;
  const lost = { code: 'batch_lost' };
  await expect(owner.handIn(claim, [{ change }])).rejects.toMatchObject(lost);
  await expect(owner.renew(claim)).rejects.toMatchObject(lost);
  await expect(owner.release(claim)).rejects.toMatchObject(lost);
  expect(await owner.task('r1', IDS[done] ?? '')).toMatchObject({ state: 'Completed' });
  owner.endRun('r1', 'Completed', null);
  await owner.close();
  expect(await recordState(path)).toBe('sound');
});
