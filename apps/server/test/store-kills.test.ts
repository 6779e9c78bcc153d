import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { job, open, storePath, tamper, writeFormer } from './opened-store.ts';
import { data } from './service.ts';
import type { Report } from './store-child.ts';

const KILLS = process.env.TAPEHAUL_TRIALS === 'full' ? 12 : 3;
const program = fileURLToPath(new URL('./store-child.ts', import.meta.url));

/** Starts a process that works on the store; `onReport` receives what it reports, also what comes after its death. */
function start(life: string | undefined, onReport: (report: Report) => void): ChildProcess {
  const args = life === undefined ? [data] : [data, life];
  const child = fork(program, args, { execArgv: ['--conditions=@tapehaul/source'] });
  child.on('message', onReport);
  return child;
}

/** Waits for the end of a process, and for all that it has reported. */
const gone = (child: ChildProcess) => Promise.all([once(child, 'exit'), once(child, 'disconnect')]);

test('a process that is killed while it writes has every job that it reported as accepted, once, and its key', async () => {
  const expected: string[] = [];
  const added: string[] = [];
  for (let life = 0; life < KILLS; life += 1) {
    let inProgress: Report | undefined;
    let left = 3 + Math.floor(Math.random() * 40);
    const child: ChildProcess = start(String(life), (report) => {
      if (report.kind === 'adds' || report.kind === 'removes') inProgress = report;
      if (report.kind === 'added') added.push(report.runId);
      if (report.kind === 'added') expected.push(report.runId);
      if (report.kind === 'removed') expected.splice(expected.indexOf(report.runId), 1);
      if (report.kind === 'added' || report.kind === 'removed') inProgress = undefined;
      left -= 1;
      if (left === 0) child.kill('SIGKILL');
    });
    await gone(child);
    const store = await open();
    const jobs = (await store.jobs.all()).map(({ run_id }) => run_id);
    // Of what was in progress either all is stored or nothing.
    if (inProgress?.kind === 'adds' && jobs.includes(inProgress.runId)) {
      expected.push(inProgress.runId);
      added.push(inProgress.runId);
    }
    if (inProgress?.kind === 'removes' && !jobs.includes(inProgress.runId)) expected.shift();
    expect(jobs).toEqual(expected);
    for (const key of added) expect(await store.requests.find(key)).toMatchObject({ runId: key });
    if (inProgress?.kind === 'adds' && !jobs.includes(inProgress.runId)) {
      expect(await store.requests.find(inProgress.runId)).toBeUndefined();
    }
    store.close();
  }
  expect(added.length).toBeGreaterThan(KILLS);
});

test('a process that is killed while it takes over the files of a former version loses none, and takes none twice', {
  tags: 'heavy',
}, async () => {
  const names = Array.from({ length: 200 }, (_, at) => `r${String(at).padStart(3, '0')}`);
  for (const [at, name] of names.entries()) {
    const submitted_at = new Date(at).toISOString();
    const idempotency = { key: name, digest: name };
    await writeFormer(`queue/${name}.json`, { ...job(name), submitted_at, idempotency });
    await writeFormer(`keys/${name}.json`, { key: `k${name}`, digest: name, run_id: name, at: submitted_at });
  }
  const queue = join(dirname(storePath()), 'queue');
  for (let life = 0; life < KILLS && existsSync(queue); life += 1) {
    // Some at a random instant, some when a random number of files has been removed.
    const watched = watch(queue);
    let left = 1 + Math.floor(Math.random() * 50);
    const child: ChildProcess = start(undefined, ({ kind }) => {
      if (kind === 'opening' && life % 3 === 2) {
        void sleep(Math.random() * 60).then(() => child.kill('SIGKILL'));
      }
    });
    watched.on('change', () => {
      left -= 1;
      if (left === 0) child.kill('SIGKILL');
    });
    await gone(child);
    watched.close();
  }
  const store = await open();
  expect((await store.jobs.all()).map(({ run_id }) => run_id)).toEqual(names);
  for (const name of names) {
    expect(await store.requests.find(name)).toMatchObject({ runId: name });
    expect(await store.requests.find(`k${name}`)).toMatchObject({ runId: name });
  }
  store.close();
  expect(await readdir(dirname(storePath()))).toEqual(['service.db']);
  tamper((database) => expect(database.prepare('SELECT * FROM imported').all()).toEqual([]));
});
