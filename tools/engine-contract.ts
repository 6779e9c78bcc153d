import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatKey } from '@tapehaul/archive';
import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import type { Engine, Transfer } from '@tapehaul/downloader';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** Where an engine under test reads from. */
export interface EngineSource {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
}

const keyOf = (day: number, symbol = 'BTCUSDT'): string =>
  formatKey({
    market: 'spot',
    dataType: 'klines',
    symbol,
    interval: '1h',
    partition: 'daily',
    period: `2026-07-${String(day).padStart(2, '0')}`,
  });

/** What every engine must do, against a server that misbehaves. */
export function engineContract(name: string, make: (source: EngineSource) => Promise<Engine>): void {
  describe(`the ${name} engine`, () => {
    let simulator: Simulator;
    let engine: Engine;
    let directory = '';
    const never = new AbortController().signal;

    beforeEach(async () => {
      simulator = await startSimulator({ source: syntheticSource({ maxRows: 100 }) });
      engine = await make({ endpoint: simulator.url, bucket: simulator.bucket, region: 'ap-northeast-1' });
      directory = await mkdtemp(join(tmpdir(), 'tapehaul engine '));
    });
    afterEach(async () => {
      await engine.close();
      await simulator.close();
      await rm(directory, { recursive: true, force: true });
    });

    const transfer = (key: string, file = 'staged.zip'): Transfer => ({ key, path: join(directory, file) });
    const published = async (key: string): Promise<Buffer> => {
      const answer = await fetch(`${simulator.url}/${simulator.bucket}/${encodeURI(key)}`);
      return Buffer.from(await answer.arrayBuffer());
    };

    test('brings an object whole to the path', async () => {
      const wanted = transfer(keyOf(1));
      const received = await engine.get(wanted, never);
      const expected = await published(wanted.key);
      expect(received.bytes).toBe(expected.length);
      expect(await readFile(wanted.path)).toEqual(expected);
      expect(await readdir(directory)).toEqual(['staged.zip']);
    });

    test('brings many at once, each to its own path', async () => {
      const wanted = Array.from({ length: 31 }, (_, index) => transfer(keyOf(index + 1), `${index}.zip`));
      await Promise.all(wanted.map((one) => engine.get(one, never)));
      for (const one of wanted) expect(await readFile(one.path)).toEqual(await published(one.key));
    });

    test('takes names in any script, and paths with spaces and quotes', async () => {
      const wanted = transfer(keyOf(1, '币安人生USDT'), "it's a *?[file].zip");
      await engine.get(wanted, never);
      expect(await readFile(wanted.path)).toEqual(await published(wanted.key));
    });

    test.each([
      ['not_found', 'never', { kind: 'missing' }],
      ['access_denied', 'never', { kind: 'status', status: 403, code: 'AccessDenied' }],
      ['throttled', 'later', { kind: 'status', status: 503, code: 'SlowDown' }],
      ['server_error', 'later', { kind: 'status', status: 500, code: 'InternalError' }],
    ] as const)('rejects with %s, to be retried %s, and leaves no file', async (code, retry, fault) => {
      simulator.faults.add({ key: keyOf(1), fault });
      const [bad, good] = await Promise.allSettled([
        engine.get(transfer(keyOf(1)), never),
        engine.get(transfer(keyOf(2), 'good.zip'), never),
      ]);
      expect(bad).toMatchObject({ status: 'rejected', reason: { code, retry } });
      expect(good.status).toBe('fulfilled');
      expect(await readdir(directory)).toEqual(['good.zip']);
    });

    test.each([
      ['a reset in the body', { kind: 'reset', afterBytes: 100 }],
      ['a body cut short', { kind: 'truncate', bytes: 100 }],
    ] as const)('never takes %s for the whole', async (_, fault) => {
      simulator.faults.add({ key: keyOf(1), method: 'GET', fault });
      const result = await engine.get(transfer(keyOf(1)), never).catch((error: unknown) => error);
      expect(result).toMatchObject({ retry: 'later' });
      expect(['truncated', 'connection_failed']).toContain((result as { code: string }).code);
      expect(await readdir(directory)).toEqual([]);
    });

    test('gives up a transfer in which no byte moves', async () => {
      simulator.faults.add({ key: keyOf(1), method: 'GET', fault: { kind: 'stall', afterBytes: 100 } });
      const result = await engine.get(transfer(keyOf(1)), never).catch((error: unknown) => error);
      expect(['stalled', 'connection_failed']).toContain((result as { code: string }).code);
      expect(await readdir(directory)).toEqual([]);
    });

    test('stops on request, and leaves no file', async () => {
      simulator.faults.add({ key: keyOf(1), method: 'GET', fault: { kind: 'stall', afterBytes: 100 } });
      const stop = new AbortController();
      const getting = engine.get(transfer(keyOf(1)), stop.signal).catch((error: unknown) => error);
      await simulator.requests.waitFor((request) => request.method === 'GET' && request.key === keyOf(1));
      stop.abort();
      expect(await getting).toMatchObject({ code: 'cancelled' });
      await engine.close();
      expect(await readdir(directory)).toEqual([]);
    });

    test('says that nobody is there', async () => {
      await simulator.close();
      await expect(engine.get(transfer(keyOf(1)), never)).rejects.toMatchObject({
        code: 'connection_failed',
      });
    });
  });
}
