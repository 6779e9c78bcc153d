import { existsSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import type { CollectionResult, WorkflowEvent } from '@tapehaul/workflow';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { directory, serve, simulator, startCommand } from './collection.ts';
import { startWorker, useDatabase, type WorkerProcess } from './fleet-run.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const children: { kill(signal: NodeJS.Signals): unknown }[] = [];
let databases = 0;
beforeEach(async () => {
  await serve();
  databases += 1;
  await useDatabase(await postgres.createDatabase(`fleet_${databases}`));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

type Line = WorkflowEvent | CollectionResult;

/** A year of each of these symbols, a file a day. */
function collect(name: string, symbols: readonly string[], place = 'fleet') {
  const file = join(directory, `${name}.json`);
  const config = {
    ...{ markets: ['spot'], symbols, data_types: ['klines'], intervals: ['1d'], partition: 'daily' },
    date_range: { start: '2021-01-01', end: '2023-12-31' },
    ...{ planning: 'matrix', engine: 's3', durability: 'none', max_parallel_downloads: 32 },
    output_directory: join(directory, name),
  };
  writeFileSync(file, JSON.stringify(config));
  const child = startCommand(['collect', file, '--json', '--on', place]);
  children.push(child);
  const lines: Line[] = [];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line));
    for (const listener of listeners) listener();
  });
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (holds()) resolve();
      };
      listeners.add(check);
      check();
      void child.then(({ stderr }) => reject(new Error(`ended before that: ${stderr}`)));
    });
  /** Files that are in place by the latest event. */
  const done = (): number => {
    const last = lines.findLast((line) => line.kind === 'fleet');
    return last?.kind === 'fleet' ? (last.files.Completed?.tasks ?? 0) : 0;
  };
  const result = async (): Promise<CollectionResult> => {
    const { stderr } = await child;
    const last = lines.at(-1);
    if (last?.kind !== 'result') throw new Error(`no result: ${stderr}`);
    return last;
  };
  return { child, lines, until, done, result, root: join(directory, name) };
}

function work(...args: readonly string[]): WorkerProcess {
  const worker = startWorker(args);
  children.push(worker.child);
  return worker;
}

const manifest = async (root: string, { run_id }: CollectionResult): Promise<string> =>
  (await readFile(join(root, '_runs', run_id, 'manifest.ndjson'), 'utf8')).replaceAll(run_id, 'RUN');

test('two runs at once share the workers, and each has the manifest of one machine', async () => {
  work('--slots', '1');
  work('--slots', '1');
  const one = collect('one', ['BNBUSDT', 'BTCUSDT', 'ETHUSDT']);
  const two = collect('two', ['BTCUSDT', 'ETHUSDT', 'LTCUSDT']);
  await Promise.all([one.until(() => one.done() > 0), two.until(() => two.done() > 0)]);
  const [first, second] = await Promise.all([one.result(), two.result()]);
  for (const result of [first, second]) {
    expect(result).toMatchObject({ status: 'completed', exit_code: 0, proved_files: 3_285 });
  }
  expect(simulator.requests.count({ key: /\.zip$/, method: 'GET' })).toBe(2 * 3_285);
  const batches = await startCommand(['batches', '--json', '--dir', one.root]);
  const rows: { left: number; worker: string; claims: number }[] = batches.stdout
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ left, claims }) => [left, claims])).toEqual(rows.map(() => [0, 1]));
  for (const { worker } of rows) expect(worker).toMatch(/-\d+-[0-9a-f]{4}$/);
  const alone = collect('alone', ['BNBUSDT', 'BTCUSDT', 'ETHUSDT'], 'here');
  expect(await manifest(alone.root, await alone.result())).toBe(await manifest(one.root, first));
});

test('a cancelled run ends within 15 seconds, and is continued on the fleet', async () => {
  work('--slots', '2');
  const run = collect('cancelled', ['BNBUSDT', 'BTCUSDT', 'ETHUSDT']);
  await run.until(() => run.done() > 0);
  const requested = performance.now();
  expect(await startCommand(['cancel', '--dir', run.root])).toMatchObject({ exitCode: 0 });
  const result = await run.result();
  expect(performance.now() - requested).toBeLessThan(15_000);
  expect(result).toMatchObject({ status: 'cancelled', exit_code: 130 });
  const { stdout } = await startCommand(['batches', '--open', '--json', '--dir', run.root]);
  for (const line of stdout.split('\n'))
    expect(JSON.parse(line)).toMatchObject({ is_held: false, failure: null });
  const shown = await startCommand(['show', '--dir', run.root]);
  expect(shown.stdout).toContain('on       a fleet; no worker has a batch of it');
  const resumed = await startCommand(['resume', '--json', '--dir', run.root]);
  expect(JSON.parse(resumed.stdout.split('\n').at(-1) ?? '')).toMatchObject({
    status: 'completed',
    run_id: result.run_id,
    proved_files: 3_285,
  });
  expect(resumed.stdout).not.toContain('"kind":"file"');
});

test('SIGTERM ends the command in time, and no worker takes the run over', async () => {
  work('--slots', '1');
  const run = collect('stopped', ['BNBUSDT', 'BTCUSDT', 'ETHUSDT']);
  await run.until(() => run.done() > 0);
  run.child.kill('SIGTERM');
  expect(await run.result()).toMatchObject({ status: 'cancelled', exit_code: 143 });
  expect(await run.child).toMatchObject({ exitCode: 143 });
  const { stdout } = await startCommand(['show', '--json', '--dir', run.root]);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'Cancelled' });
});

test('a run whose command was killed is ended by a worker', async () => {
  const worker = work('--slots', '2');
  const run = collect('killed', ['BNBUSDT', 'BTCUSDT', 'ETHUSDT']);
  await run.until(() => run.done() > 0);
  run.child.kill('SIGKILL');
  const shown = async () => JSON.parse((await startCommand(['show', '--json', '--dir', run.root])).stdout);
  await expect
    .poll(async () => (await shown()).state, { timeout: 150_000, interval: 2_000 })
    .toBe('Completed');
  expect(await shown()).toMatchObject({ files: 3_285, failed: 0, counts: { Completed: { tasks: 3_285 } } });
  expect(existsSync(join(run.root, '_runs', (await shown()).run_id, 'manifest.ndjson'))).toBe(true);
  expect(worker.lines.some(({ kind }) => kind === 'worker_take_over')).toBe(true);
});

test('a command that stood still has lost its run to a worker, and changes nothing of it', async () => {
  work('--slots', '2');
  const run = collect('still', ['BNBUSDT', 'BTCUSDT', 'ETHUSDT']);
  await run.until(() => run.done() > 0);
  run.child.kill('SIGSTOP');
  const shown = async () => JSON.parse((await startCommand(['show', '--json', '--dir', run.root])).stdout);
  await expect
    .poll(async () => (await shown()).state, { timeout: 150_000, interval: 2_000 })
    .toBe('Completed');
  const before = await shown();
  const files = ['manifest.ndjson', 'metadata.json'].map((name) =>
    join(run.root, '_runs', before.run_id, name),
  );
  const read = () => Promise.all(files.map((file) => readFile(file, 'utf8')));
  const written = await read();
  run.child.kill('SIGCONT');
  expect(await run.child).toMatchObject({ exitCode: 5 });
  expect((await run.result()).error?.message).toMatch(/was taken over by process \d+ on /);
  expect((await shown()).counts).toEqual(before.counts);
  expect(await shown()).toMatchObject({ state: 'Completed' });
  expect(await read()).toEqual(written);
});

test('without a database a fleet is refused, with what to set', async () => {
  const args = ['collect', '--on', 'fleet', '--market', 'spot', '--symbol', 'BTCUSDT', '--type', 'klines'];
  const days = ['--interval', '1d', '--from', '2025-07-01', '--to', '2025-07-02'];
  const refused = await startCommand([...args, ...days], { TAPEHAUL_RECORD_URL: '' });
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('tapehaul migrate') });
});
