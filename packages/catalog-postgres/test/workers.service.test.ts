import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { everyRow } from '@tapehaul/catalog';
import { afterEach, expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import { recordDatabase } from './record-database.ts';
import { run, tasks } from './test-rows.ts';
import type { Report } from './worker-child.ts';

const database = recordDatabase();
const IDS = Array.from({ length: 6_500 }, (_, at) => `task-${String(at).padStart(5, '0')}`);

const workers: ChildProcess[] = [];
afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
});

/** Starts a process that works on batches of the run of a record. */
function work(root: string, holder: string, ...more: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL('./worker-child.ts', import.meta.url));
  const worker = fork(program, [database.url, root, holder, ...more], {
    execArgv: ['--conditions=@tapehaul/source'],
  });
  workers.push(worker);
  return worker;
}

/** What a worker reports next; rejects when it ends without a report. */
async function report(worker: ChildProcess): Promise<Report> {
  const ended = once(worker, 'disconnect').then(() => Promise.reject(new Error('a worker has failed')));
  const [said] = await Promise.race([once(worker, 'message'), ended]);
  return said;
}

/** Starts a run of all tasks in a new record. */
async function planned() {
  const root = `/data/${randomUUID()}`;
  const owner = await postgresRecords(database.url).open(root);
  await owner.startRun(run('r1'));
  await owner.planTasks('r1', tasks(...IDS));
  owner.endPlan('r1');
  await owner.settled();
  return { root, owner };
}

test('processes that claim at once never have the same batch, and every task ends once', async () => {
  const { root, owner } = await planned();
  const reports = await Promise.all(['one', 'two', 'three'].map((holder) => report(work(root, holder))));
  const claims = reports.flatMap((it) => it.claims);
  expect(claims.toSorted()).toEqual(Array.from({ length: 7 }, (_, n) => `${n + 1}:1`));
  expect(reports.reduce((sum, { done }) => sum + done, 0)).toBe(IDS.length);
  expect(await owner.counts('r1')).toEqual({ Completed: { tasks: IDS.length, bytes: 0 } });
  expect(await Array.fromAsync(everyRow(owner.held()), ({ key }) => key)).toEqual(IDS);
  expect((await owner.coverage()).rows).toMatchObject([{ objects: IDS.length, proved: IDS.length }]);
  const ended = (await owner.timeline('r1')).reduce((sum, it) => sum + (it.ended.Completed?.tasks ?? 0), 0);
  expect(ended).toBe(IDS.length);
  await owner.close();
  expect(await postgresRecords(database.url).inspect(root)).toBe('sound');
});

test('a process that is stopped until its lease has run out loses its batch, and what it had handed in stays', async () => {
  const { root, owner } = await planned();
  const frozen = work(root, 'frozen', '1', 'slow');
  const before = await report(frozen);
  expect(before.claims).toHaveLength(1);
  frozen.kill('SIGSTOP');
  const [other] = await Promise.all([report(work(root, 'other'))]);
  expect(other.done).toBe(IDS.length - before.done);
  frozen.kill('SIGCONT');
  frozen.send('go on');
  const after = await report(frozen);
  expect(after).toMatchObject({ done: before.done, lost: 1, isEnded: true });
  expect(await owner.counts('r1')).toEqual({ Completed: { tasks: IDS.length, bytes: 0 } });
  const held = await Array.fromAsync(everyRow(owner.held()));
  const byFrozen = held.filter(({ path }) => path.startsWith('bronze/frozen/'));
  expect(byFrozen.map(({ key }) => key)).toEqual(IDS.slice(0, before.done));
  for (const taskId of [IDS[0] ?? '', IDS[before.done] ?? '']) {
    expect(await owner.attempts('r1', taskId)).toMatchObject([{ attempt: 1, state: 'Completed' }]);
  }
  await owner.close();
});

test('a process that is killed in the middle of a batch leaves the rest of it to the next, once its lease has run out', async () => {
  const { root, owner } = await planned();
  const killed = work(root, 'killed', '1', 'slow');
  const { done } = await report(killed);
  const gone = once(killed, 'exit');
  killed.kill('SIGKILL');
  await gone;
  const reports = await Promise.all(['one', 'two'].map((holder) => report(work(root, holder))));
  expect(reports.reduce((sum, it) => sum + it.done, done)).toBe(IDS.length);
  const again = reports.flatMap(({ claims }) => claims).filter((claim) => claim.startsWith('1:'));
  expect(again).toEqual(['1:2']);
  owner.endRun('r1', 'Completed', null);
  await owner.settled();
  expect(await owner.hasWork('r1', { failed: true })).toBe(false);
  await owner.close();
});
