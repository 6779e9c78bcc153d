import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CodedError, type ControlRequest, flow, type RunStore, recordedRun, task } from '../index.ts';

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
  await catalog.close();

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
  await again.close();
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
  await catalog.request('one', 'cancel');
  expect(await running).toMatchObject({ state: 'Cancelled' });
  expect(await catalog.run('one')).toMatchObject({ state: 'Cancelled' });
  await catalog.close();
});

test('what cannot be recorded does not run', async () => {
  let ran = false;
  const store: RunStore = {
    startRun: async () => {
      throw new Error('the record is in use');
    },
    endRun: () => {},
    settled: async () => {},
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

describe('a record that answers late', () => {
  const child = flow('child', {}, async () => 'done');
  const parent = flow('parent', {}, (_: undefined, run) => run.child(child, undefined));

  /** A store that notes what it is called with, and starts a child run once that is let through. */
  function lateStore(start: Promise<void>) {
    const calls: string[] = [];
    const requests: ((request: ControlRequest) => void)[] = [];
    const store: RunStore = {
      startRun: async ({ flow: name }, { onRequest }) => {
        requests.push(onRequest);
        if (name === 'child') await start;
        calls.push(`start ${name}`);
      },
      endRun: (runId, state) => void calls.push(`end ${runId === 'one' ? 'parent' : 'child'} ${state}`),
      settled: async () => void calls.push('settled'),
      recordTask: () => {},
      recordRun: () => {},
      recordTrace: () => {},
      recordLog: ({ message }) => void calls.push(message),
    };
    return { store, calls, requests };
  }

  test('has the start of a child run before anything of it, and its end before that of its parent', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { store, calls } = lateStore(promise);
    const says = flow('child', {}, async (_: undefined, { log }) => {
      log('info', 'said early');
      setImmediate(resolve);
    });
    const both = flow('parent', {}, (_: undefined, run) => run.child(says, undefined));
    expect(await recordedRun(store, both, undefined, { runId: 'one' })).toMatchObject({ state: 'Completed' });
    expect(calls).toEqual([
      'start parent',
      'start child',
      'said early',
      'end child Completed',
      'end parent Completed',
      'settled',
    ]);
  });

  test('that refuses a child run stops its parent, and says why', async () => {
    const { store, calls } = lateStore(Promise.reject(new Error('no child is recorded')));
    await expect(recordedRun(store, parent, undefined, { runId: 'one' })).rejects.toThrow('no child is');
    expect(calls).toEqual(['start parent', 'end parent Failed', 'settled']);
  });

  test('passes on a request that comes before the flow has started', async () => {
    const { store, requests } = lateStore(Promise.resolve());
    const waits = flow(
      'waits',
      {},
      (_: undefined, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const running = recordedRun(store, waits, undefined, { runId: 'one' });
    requests[0]?.('cancel');
    expect(await running).toMatchObject({ state: 'Cancelled' });
  });
});
