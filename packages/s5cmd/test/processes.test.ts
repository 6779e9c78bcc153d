import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { children } from '@tapehaul/testkit';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BatchReport, type S5cmdOptions, s5cmdEngine } from '../src/index.ts';
import { fakeS5cmd } from './fake-s5cmd.ts';
import { realS5cmd } from './real-s5cmd.ts';

const ALONE = fileURLToPath(new URL('./alone.ts', import.meta.url));
/** After this long s5cmd would be killed, in milliseconds. */
const GRACE = 3_000;
const never = new AbortController().signal;
const dayKey = (day: number): string =>
  `data/spot/daily/klines/BTCUSDT/1d/BTCUSDT-1d-2025-07-${String(day).padStart(2, '0')}.zip`;
const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

let simulator: Simulator;
let directory = '';
let options: S5cmdOptions;
let reports: BatchReport[] = [];
beforeEach(async () => {
  simulator = await startSimulator({});
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-processes-'));
  reports = [];
  options = {
    binary: await realS5cmd(),
    endpoint: simulator.url,
    bucket: simulator.bucket,
    region: 'ap-northeast-1',
    workers: 4,
    partSizeMb: 50,
    timeoutSeconds: 30,
    onBatch: (report) => reports.push(report),
  };
});
afterEach(async () => {
  await simulator.close();
  await rm(directory, { recursive: true, force: true });
});

/** Four transfers that s5cmd has begun to write, and two it was given ahead. */
async function sixInTheMiddle(engine: ReturnType<typeof s5cmdEngine>): Promise<Promise<unknown>[]> {
  simulator.faults.add({ method: 'GET', fault: { kind: 'stall', afterBytes: 100 } });
  const getting = [1, 2, 3, 4, 5, 6].map((day) =>
    engine.get({ key: dayKey(day), path: join(directory, `${day}`) }, never).catch(codeOf),
  );
  for (const day of [1, 2, 3, 4]) {
    await simulator.requests.waitFor(({ method, key }) => method === 'GET' && key === dayKey(day));
  }
  return getting;
}

describe.each(['stream', 'batch'] as const)('an s5cmd process in %s mode', (mode) => {
  test('that is killed fails what it had, leaves nothing, and is replaced', async () => {
    const engine = s5cmdEngine({ ...options, mode });
    const getting = await sixInTheMiddle(engine);
    const [child, ...others] = children();
    expect(others).toEqual([]);
    process.kill(child ?? 0, 'SIGKILL');
    expect(new Set(await Promise.all(getting))).toEqual(new Set(['engine_crashed']));
    expect(await readdir(directory)).toEqual([]);
    simulator.faults.clear();
    await engine.get({ key: dayKey(1), path: join(directory, '1') }, never);
    await engine.close();
    expect(reports).toMatchObject([
      { transfers: 6, succeeded: 0, failed: 6 },
      { transfers: 1, succeeded: 1, failed: 0 },
    ]);
  });

  test('does not outlive close, which is quick and leaves nothing', async () => {
    const engine = s5cmdEngine({ ...options, mode });
    const getting = await sixInTheMiddle(engine);
    const started = performance.now();
    await engine.close();
    expect(performance.now() - started).toBeLessThan(GRACE);
    expect(children()).toEqual([]);
    expect(new Set(await Promise.all(getting))).toEqual(new Set(['cancelled']));
    expect(await readdir(directory)).toEqual([]);
    const late = engine.get({ key: dayKey(1), path: join(directory, '1') }, never);
    await expect(late).rejects.toMatchObject({ code: 'engine_unavailable' });
    await engine.close();
  });

  test('does not outlive close even when it is deaf to SIGTERM', async () => {
    const binary = await fakeS5cmd(directory, 'next; trap "" TERM; brings; exec sleep 60');
    const engine = s5cmdEngine({ ...options, mode, binary, batchSize: 2 });
    const get = (key: string) => engine.get({ key, path: join(directory, key) }, never);
    const [first, second] = [get('first'), get('second').catch(codeOf)];
    await first;
    await engine.close();
    expect(children()).toEqual([]);
    expect(await second).toBe('cancelled');
  });

  test('does not outlive close, nor anything that a script in its place has started', async () => {
    const { closed } = await pipeOfLife();
    const binary = await fakeS5cmd(directory, 'exec 9> "$here/gone"; next; brings; sleep 60; next');
    const engine = s5cmdEngine({ ...options, mode, binary, batchSize: 2 });
    const get = (key: string) => engine.get({ key, path: join(directory, key) }, never);
    const [first, second] = [get('first'), get('second').catch(codeOf)];
    await first;
    const started = performance.now();
    await engine.close();
    expect(performance.now() - started).toBeLessThan(GRACE);
    await closed;
    expect(await second).toBe('cancelled');
  });

  test('ends when its parent is ended by a signal', async () => {
    const { closed } = await pipeOfLife();
    const binary = await fakeS5cmd(directory, 'exec 9> "$here/gone"; next; brings; exec sleep 60');
    const parent = alone('', { ...options, mode, binary }, [dayKey(1)]);
    for await (const line of parent) if (line.includes('settled')) parent.kill('SIGTERM');
    await closed;
  });

  test('continues when its parent gets the signal of Ctrl-C, as all processes of a terminal do', async () => {
    const wait = 'until [ -e "$here/go" ]; do sleep 0.02; done';
    const binary = await fakeS5cmd(directory, `next; brings; next; ${wait}; brings`);
    const parent = alone('', { ...options, mode, binary }, [dayKey(1), dayKey(2)]);
    const lines: unknown[] = [];
    for await (const line of parent) {
      lines.push(JSON.parse(line));
      if (lines.length === 1) {
        process.kill(-(parent.pid ?? 0), 'SIGINT');
        await writeFile(join(directory, 'go'), '');
      }
      if (line.includes('settled')) parent.stdin.end();
    }
    expect(lines.slice(0, 2)).toMatchObject([{ received: { bytes: 5 } }, { received: { bytes: 5 } }]);
  });
});

describe('an s5cmd process that waits for lines', () => {
  test('ends quickly at close', async () => {
    const engine = s5cmdEngine(options);
    await engine.get({ key: dayKey(1), path: join(directory, '1') }, never);
    expect(children()).toHaveLength(1);
    const started = performance.now();
    await engine.close();
    expect(performance.now() - started).toBeLessThan(GRACE);
    expect(children()).toEqual([]);
  });

  test('ends when its parent is killed', async () => {
    const { closed } = await pipeOfLife();
    const binary = await fakeS5cmd(directory, `exec 9> "$here/gone"; exec ${options.binary} "$@"`);
    const parent = alone('', { ...options, binary }, [dayKey(1)]);
    for await (const line of parent) if (line.includes('settled')) parent.kill('SIGKILL');
    await closed;
    expect(await readdir(directory)).toContain('0');
  });
});

describe('a limit of open files', () => {
  const days = Array.from({ length: 31 }, (_, index) => dayKey(index + 1));

  test('that is low lowers the workers, with a remark', async () => {
    const parent = alone('ulimit -n 64;', { ...options, workers: 64 }, days);
    const lines: unknown[] = [];
    for await (const line of parent) {
      lines.push(JSON.parse(line));
      if (line.includes('settled')) parent.stdin.end();
    }
    const remarks = [expect.stringMatching(/^8 workers in place of 64: at most 64 open files/)];
    expect(lines.at(-1)).toMatchObject({ report: { transfers: 31, succeeded: 31, remarks } });
  });

  test('that is too low for s5cmd makes it unavailable, with a hint', async () => {
    const parent = alone('ulimit -n 27;', { ...options, workers: 64 }, days);
    const lines: unknown[] = [];
    for await (const line of parent) {
      lines.push(JSON.parse(line));
      if (line.includes('settled')) parent.stdin.end();
    }
    const error = { code: 'engine_unavailable', hint: expect.stringContaining('ulimit -n') };
    expect(lines).toEqual([...days.map(() => ({ error: expect.objectContaining(error) })), { settled: 31 }]);
  });
});

/** Makes the pipe `gone`; its stream closes once all who have opened it to write have ended. */
async function pipeOfLife(): Promise<{ readonly closed: Promise<unknown> }> {
  const gone = join(directory, 'gone');
  await execa('mkfifo', [gone]);
  return { closed: once(createReadStream(gone).resume(), 'close') };
}

/** Runs the engine in a process and a group of its own, after a shell command; gives its lines of output. */
function alone(before: string, options: S5cmdOptions, keys: readonly string[]) {
  const work = JSON.stringify({ options, directory, keys });
  const flags = ['--conditions=@tapehaul/source', ALONE, work];
  return execa('sh', ['-c', `${before} exec "$@"`, 'sh', process.execPath, ...flags], {
    reject: false,
    detached: true,
  });
}
