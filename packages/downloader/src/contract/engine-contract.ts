import { hash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatKey } from '@tapehaul/archive';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine, Transfer } from '../engine/engine.ts';

/** Where an engine under test reads from. */
export interface EngineSource {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
}

/** A way to misbehave that the contract needs. */
export type ContractFault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'status'; readonly status: number; readonly code: string }
  | { readonly kind: 'reset'; readonly afterBytes: number }
  | { readonly kind: 'truncate'; readonly bytes: number }
  | { readonly kind: 'stall'; readonly afterBytes: number };

/**
 * The archive that engines are tested against: an S3 server on loopback with spot candles of July 2026 for
 * BTCUSDT and 币安人生USDT, that misbehaves on demand. `startSimulator()` of `@tapehaul/archive-simulator`
 * gives one.
 */
export interface ContractArchive {
  /** Endpoint for path-style clients. */
  readonly url: string;
  readonly bucket: string;
  readonly faults: {
    /** Requests for that key, of that method if one is given, meet the fault from now on. */
    add(rule: { readonly key: string; readonly method?: 'GET'; readonly fault: ContractFault }): unknown;
  };
  readonly requests: {
    /** The first request that was or will be made and that the predicate accepts. */
    waitFor(
      accepts: (request: { readonly method: string; readonly key: string }) => boolean,
    ): Promise<unknown>;
  };
  close(): Promise<void>;
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

/** How an engine is held to the contract. */
export interface ContractOptions {
  /** Longest time in which it may give up a transfer in which no byte moves, in seconds; 120 by default. */
  readonly giveUpWithinSeconds?: number;
}

/**
 * Declares the tests that every engine must pass, for vitest: bytes whole at the path or in memory, errors by
 * class, nothing left behind, and an end when it is stopped. One test waits until the engine gives up a transfer
 * in which no byte moves: make it with as short a time-out as it takes.
 */
export function engineContract(
  name: string,
  make: (source: EngineSource) => Promise<Engine>,
  start: () => Promise<ContractArchive>,
  { giveUpWithinSeconds = 120 }: ContractOptions = {},
): void {
  describe(`the ${name} engine`, () => {
    let archive: ContractArchive;
    let engine: Engine;
    let directory = '';
    const never = new AbortController().signal;

    beforeEach(async () => {
      archive = await start();
      engine = await make({ endpoint: archive.url, bucket: archive.bucket, region: 'ap-northeast-1' });
      directory = await mkdtemp(join(tmpdir(), 'tapehaul engine '));
    });
    afterEach(async () => {
      await engine.close();
      await archive.close();
      await rm(directory, { recursive: true, force: true });
    });

    const transfer = (key: string, file = 'staged.zip'): Transfer => ({ key, path: join(directory, file) });
    const published = async (key: string): Promise<Buffer> => {
      const answer = await fetch(`${archive.url}/${archive.bucket}/${encodeURI(key)}`);
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

    test('reports the right SHA-256 and bytes, where it reports them', async () => {
      const wanted = { ...transfer(keyOf(1)), inMemoryUpTo: 1_000_000 };
      const { bytes, sha256, content } = await engine.get(wanted, never);
      const expected = await published(wanted.key);
      expect(bytes).toBe(expected.length);
      expect(sha256 ?? hash('sha256', expected)).toBe(hash('sha256', expected));
      expect(Buffer.from(content ?? (await readFile(wanted.path)))).toEqual(expected);
      if (content !== null) expect(await readdir(directory)).toEqual([]);
    });

    test('gives up an object of more bytes than it may have, and leaves nothing', async () => {
      const wanted = { ...transfer(keyOf(1)), maxBytes: 100 };
      await expect(engine.get(wanted, never)).rejects.toMatchObject({ code: 'too_large', retry: 'never' });
      expect(await readdir(directory)).toEqual([]);
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
      archive.faults.add({ key: keyOf(1), fault });
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
      archive.faults.add({ key: keyOf(1), method: 'GET', fault });
      const result = await engine.get(transfer(keyOf(1)), never).catch((error: unknown) => error);
      expect(result).toMatchObject({ retry: 'later' });
      expect(['truncated', 'connection_failed']).toContain((result as { code: string }).code);
      expect(await readdir(directory)).toEqual([]);
    });

    test('gives up a transfer in which no byte moves', { timeout: giveUpWithinSeconds * 1_000 }, async () => {
      archive.faults.add({ key: keyOf(1), method: 'GET', fault: { kind: 'stall', afterBytes: 100 } });
      const result = await engine.get(transfer(keyOf(1)), never).catch((error: unknown) => error);
      expect(['stalled', 'connection_failed']).toContain((result as { code: string }).code);
      expect(await readdir(directory)).toEqual([]);
    });

    test('stops on request, and leaves no file', async () => {
      archive.faults.add({ key: keyOf(1), method: 'GET', fault: { kind: 'stall', afterBytes: 100 } });
      const stop = new AbortController();
      const getting = engine.get(transfer(keyOf(1)), stop.signal).catch((error: unknown) => error);
      await archive.requests.waitFor((request) => request.method === 'GET' && request.key === keyOf(1));
      stop.abort();
      expect(await getting).toMatchObject({ code: 'cancelled' });
      await engine.close();
      expect(await readdir(directory)).toEqual([]);
    });

    test('reports a source that does not answer', async () => {
      await archive.close();
      await expect(engine.get(transfer(keyOf(1)), never)).rejects.toMatchObject({
        code: 'connection_failed',
      });
    });
  });
}
