import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CodedError, flow, type RunStore, recordedRun, task } from '../index.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-recorded-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('the example of the README records what it says', async () => {
  const home = fileURLToPath(new URL('../../', import.meta.url));
  const readme = await readFile(join(home, 'README.md'), 'utf8');
  const block = readme.split('```ts\n').find((text) => text.includes('openCatalog')) ?? '';
  const code = block.slice(0, block.indexOf('```')).replace('halves.db', join(directory, 'halves.db'));
  expect(code).toContain(directory);
  const flags = ['--conditions=@tapehaul/source', '--no-warnings', '--input-type=module-typescript'];
  const { stdout } = await execa(process.execPath, [...flags, '--eval', code], { cwd: home });
  expect(stdout).toContain('CompletedWithGaps');
  expect(stdout).toMatch(/Completed: \{ tasks: 2,/);
  expect(stdout).toMatch(/Failed: \{ tasks: 1,/);
  expect(stdout).toContain('3 is odd');
});

test('a record outlives its process: runs, child runs, tasks, codes and logs', async () => {
  const path = join(directory, 'runs.db');
  const catalog = openCatalog(path);
  const pay = task('pay', {}, async (order: number, { log }) => {
    log('info', `order ${order}`);
    if (order === 2) throw new CodedError('card_refused', 'no', { retry: 'never' });
  });
  const orders = flow('orders', {}, (some: number[], { map }) => map(pay, some));
  const day = flow('day', {}, async (some: number[], { child }) => (await child(orders, some)).state);
  const { runId, state, output } = await recordedRun(catalog, day, [1, 2], { parameters: { day: 'today' } });
  catalog.close();

  const again = openCatalog(path);
  const children = (await again.runs({ flow: 'orders' })).rows;
  expect({ state, output }).toEqual({ state: 'Completed', output: 'CompletedWithGaps' });
  expect(await again.run(runId)).toMatchObject({
    flow: 'day',
    state: 'Completed',
    parameters: { day: 'today' },
  });
  expect(children).toMatchObject([{ state: 'CompletedWithGaps', parentRunId: runId }]);
  const [child] = children;
  const childId = child?.runId ?? '';
  expect(await again.failures(childId)).toMatchObject([{ code: 'card_refused', tasks: 1 }]);
  expect((await again.tasks(childId)).rows.map((row) => [row.taskId, row.state])).toEqual([
    ['1', 'Completed'],
    ['2', 'Failed'],
  ]);
  const messages = (await again.logs(childId)).rows.map(({ message }) => message);
  expect(messages).toEqual(expect.arrayContaining(['order 1', 'order 2']));
  again.close();
});

test('another process cancels a recorded run through the record', async () => {
  const catalog = openCatalog(join(directory, 'runs.db'));
  let begun = (): void => {};
  const isStarted = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const waits = flow('waits', {}, (_: undefined, { signal }) => {
    begun();
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  const running = recordedRun(catalog, waits, undefined, { runId: 'one' });
  await isStarted;
  catalog.request('one', 'cancel');
  expect(await running).toMatchObject({ state: 'Cancelled' });
  expect(await catalog.run('one')).toMatchObject({ state: 'Cancelled' });
  catalog.close();
});

test('what cannot be recorded does not run', async () => {
  let ran = false;
  const store: RunStore = {
    startRun: () => {
      throw new Error('the record is in use');
    },
    endRun: () => {},
    recordTask: () => {},
    recordRun: () => {},
    recordTrace: () => {},
    recordLog: () => {},
  };
  const body = flow('any', {}, async () => {
    ran = true;
  });
  await expect(recordedRun(store, body, undefined)).rejects.toThrow('the record is in use');
  expect(ran).toBe(false);
});
