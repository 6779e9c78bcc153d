import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@tapehaul/archive-simulator';
import { children } from '@tapehaul/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeS5cmd } from '../../test/fake-s5cmd.ts';
import { realS5cmd } from '../../test/real-s5cmd.ts';
import { type BatchReport, type S5cmdOptions, s5cmdEngine } from '../index.ts';

const never = new AbortController().signal;
const settings = { workers: 4, partSizeMb: 50, timeoutSeconds: 30, region: 'ap-northeast-1' };
const dayKey = (index: number): string => {
  const day = new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);
  return `data/spot/daily/klines/BTCUSDT/1d/BTCUSDT-1d-${day}.zip`;
};
const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-stream-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
  expect(children()).toEqual([]);
});

describe('a stream', () => {
  test('brings many more objects than it has workers through one process', async () => {
    await using simulator = await startSimulator({});
    const reports: BatchReport[] = [];
    const source = { endpoint: simulator.url, bucket: simulator.bucket, binary: await realS5cmd() };
    const engine = s5cmdEngine({ ...source, ...settings, onBatch: (report) => reports.push(report) });
    const received = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        engine.get({ key: dayKey(index), path: join(directory, `${index}`) }, never),
      ),
    );
    expect(reports).toEqual([]);
    await engine.close();
    expect(reports).toMatchObject([{ transfers: 300, succeeded: 300, failed: 0, remarks: [] }]);
    for (const [index, { bytes }] of received.entries()) {
      expect((await readFile(join(directory, `${index}`))).length).toBe(bytes);
    }
    expect(await readdir(directory)).toHaveLength(300);
  });

  test('continues past an object that hangs, and gives that up alone', async () => {
    await using simulator = await startSimulator({});
    simulator.faults.add({ key: dayKey(1), method: 'GET', fault: { kind: 'stall', afterBytes: 100 } });
    const reports: BatchReport[] = [];
    const ended = Promise.withResolvers<void>();
    const engine = s5cmdEngine({
      ...settings,
      endpoint: simulator.url,
      bucket: simulator.bucket,
      binary: await realS5cmd(),
      timeoutSeconds: 2,
      onBatch: (report) => {
        reports.push(report);
        ended.resolve();
      },
    });
    const get = (index: number) =>
      engine.get({ key: dayKey(index), path: join(directory, `${index}`) }, never);
    const hanging = get(1).catch((error: unknown) => error);
    await Promise.all(Array.from({ length: 60 }, (_, index) => get(index + 2)));
    expect(codeOf(await hanging)).toBe('stalled');
    await ended.promise;
    expect(reports).toMatchObject([{ transfers: 61, succeeded: 60, failed: 1 }]);
    expect(children()).toEqual([]);
    expect(await readdir(directory)).toHaveLength(60);
    simulator.faults.clear();
    await get(1);
    await engine.close();
  });

  test('removes what comes late of an aborted transfer, even when another has its path by then', async () => {
    const late = 'next; a=$part; next; b=$part; next; brings "$a"; brings "$b"; brings; cat';
    const engine = await fake(`next; brings; ${late}`);
    // From the first transfer on, a line is fed as soon as it is requested.
    await get(engine, 'first');
    const stop = new AbortController();
    const [a, b] = [get(engine, 'a', stop.signal).catch(codeOf), get(engine, 'b')];
    stop.abort();
    expect(await a).toBe('cancelled');
    await writeFile(join(directory, 'a'), 'from another engine');
    await get(engine, 'c');
    await b;
    expect(await readFile(join(directory, 'a'), 'utf8')).toBe('from another engine');
    expect((await readdir(directory)).sort()).toEqual(['a', 'b', 'c', 'first', 's5cmd']);
    await engine.close();
  });

  test('ends a process once all of its transfers are aborted, and starts another for the next', async () => {
    await using simulator = await startSimulator({});
    simulator.faults.add({ fault: { kind: 'stall' }, method: 'GET' });
    const ended = Promise.withResolvers<BatchReport>();
    const source = { endpoint: simulator.url, bucket: simulator.bucket, binary: await realS5cmd() };
    const engine = s5cmdEngine({ ...source, ...settings, onBatch: ended.resolve });
    const stop = new AbortController();
    const getting = [1, 2, 3].map((index) =>
      engine.get({ key: dayKey(index), path: join(directory, `${index}`) }, stop.signal).catch(codeOf),
    );
    await simulator.requests.waitFor(({ method }) => method === 'GET');
    stop.abort();
    expect(await Promise.all(getting)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(await ended.promise).toMatchObject({ transfers: 3, succeeded: 0, failed: 3 });
    expect(children()).toEqual([]);
    expect(await readdir(directory)).toEqual([]);
    simulator.faults.clear();
    await engine.get({ key: dayKey(1), path: join(directory, '1') }, never);
    await engine.close();
  });

  test('feeds few lines ahead of the workers', async () => {
    const reports: BatchReport[] = [];
    const engine = await fake('exec sleep 60', { timeoutSeconds: 0.3, onBatch: (one) => reports.push(one) });
    const getting = Array.from({ length: 7 }, (_, index) => get(engine, `${index}`).catch(codeOf));
    expect(await Promise.all(getting)).toEqual(Array(7).fill('stalled'));
    await engine.close();
    expect(reports.map(({ transfers }) => transfers)).toEqual([6, 1]);
  });

  test('never takes a line that waits for a worker for one that hangs', async () => {
    const writing = 'until [ -e "$here/go" ]; do echo >> "$part"; sleep 0.02; done; brings "$part"';
    const script = `for worker in 1 2 3 4; do next; (${writing}) & done; wait; next; brings; next; brings; cat`;
    const engine = await fake(script, { timeoutSeconds: 0.3 });
    const fed = Array.from({ length: 6 }, (_, index) => get(engine, `${index}`));
    // A second engine, whose line does hang, shows that the time has passed.
    await mkdir(join(directory, 'other'));
    const binary = await fakeS5cmd(join(directory, 'other'), 'exec sleep 60');
    const other = s5cmdEngine({ ...settings, ...source, binary, timeoutSeconds: 1 });
    await expect(get(other, 'hangs')).rejects.toMatchObject({ code: 'stalled' });
    await writeFile(join(directory, 'go'), '');
    expect(await Promise.all(fed)).toHaveLength(6);
    await Promise.all([engine.close(), other.close()]);
  });

  test('replaces a process that holds very many failures', async () => {
    const absent = String.raw`s|.*'\(.*\)'$|{"command":"\1","error":"NoSuchKey: no"}|`;
    const reports: BatchReport[] = [];
    const engine = await fake(`exec sed -u "${absent.replaceAll('"', '\\"')}"`, {
      onBatch: (report) => reports.push(report),
    });
    const getting = Array.from({ length: 10_100 }, (_, index) => get(engine, `${index}`).catch(codeOf));
    expect(new Set(await Promise.all(getting))).toEqual(new Set(['not_found']));
    await engine.close();
    const [first, second, ...others] = reports.map(({ transfers }) => transfers);
    expect(first).toBeLessThanOrEqual(10_006);
    expect((first ?? 0) + (second ?? 0)).toBe(10_100);
    expect(others).toEqual([]);
  });

  test('waits for a process that is slow to read', async () => {
    const engine = await fake('while next; do absent; done', { workers: 100 });
    const key = 'k'.repeat(1_000);
    const getting = Array.from({ length: 400 }, (_, index) =>
      engine.get({ key, path: join(directory, `${index}`) }, never).catch(codeOf),
    );
    expect(new Set(await Promise.all(getting))).toEqual(new Set(['not_found']));
    await engine.close();
  });
});

const source = { endpoint: 'http://127.0.0.1:1', bucket: 'b' };

async function fake(script: string, more: Partial<S5cmdOptions> = {}) {
  const binary = await fakeS5cmd(directory, script);
  return s5cmdEngine({ ...settings, ...source, binary, ...more });
}

function get(engine: ReturnType<typeof s5cmdEngine>, key: string, signal = never) {
  return engine.get({ key, path: join(directory, key) }, signal);
}
