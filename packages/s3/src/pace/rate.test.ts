import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SIGNAL, serverOf } from '../../test/own-server.ts';
import { SteppedClock } from '../../test/stepped-clock.ts';
import type { ObjectReader } from '../answers/object-reader.ts';
import { s3Engine } from '../index.ts';
import { atRate } from './rate.ts';

/** Brings chunks of those sizes as fast as they are taken. */
const instant = (sizes: readonly number[]): ObjectReader => ({
  shortAtOnce: 1,
  async read(_key, _options, sink) {
    for (const size of sizes) {
      const taken = sink.data(Buffer.alloc(size));
      if (taken === 'enough') return;
      if (taken !== 'more') await taken;
    }
  },
  close: async () => {},
});

const bodies = fc.array(fc.array(fc.integer({ min: 1, max: 65_536 }), { minLength: 1, maxLength: 12 }), {
  minLength: 1,
  maxLength: 6,
});

test('any number of readers bring no more than the rate together, and no less', async () => {
  await fc.assert(
    fc.asyncProperty(bodies, fc.integer({ min: 1_024, max: 10_000_000 }), async (sizes, rate) => {
      const clock = new SteppedClock();
      const came: { at: number; bytes: number }[] = [];
      const sink = {
        start: () => {},
        data: (chunk: Buffer) => {
          came.push({ at: clock.now(), bytes: chunk.length });
          return 'more' as const;
        },
      };
      // All readers share one limit.
      const queue = [...sizes];
      const all = atRate(
        { ...instant([]), read: (...asked) => instant(queue.shift() ?? []).read(...asked) },
        rate,
        clock,
      );
      const reads = sizes.map(() => all.read('key', {}, sink, new AbortController().signal));
      await clock.runOut();
      await Promise.all(reads);
      const total = sizes.flat().reduce((sum, size) => sum + size, 0);
      const tolerance = 2 * sizes.flat().length + 1;
      let sum = 0;
      for (const { at, bytes } of came) {
        // Each reader may have one chunk in hand before it waits.
        expect(sum).toBeLessThanOrEqual((rate * (at + tolerance)) / 1_000 + sizes.length * 65_536);
        sum += bytes;
      }
      expect(sum).toBe(total);
      expect(clock.now()).toBeLessThanOrEqual((total * 1_000) / rate + 1);
      expect(clock.now()).toBeGreaterThanOrEqual((total * 1_000) / rate - tolerance);
    }),
  );
});

test('a sink that has enough, or fails, ends the read at once', async () => {
  const clock = new SteppedClock();
  const limited = atRate(instant([10, 10]), 1, clock);
  const { signal } = new AbortController();
  await limited.read('key', {}, { start: () => {}, data: () => 'enough' }, signal);
  const failing = () => {
    throw new Error('full');
  };
  await expect(limited.read('key', {}, { start: () => {}, data: failing }, signal)).rejects.toThrow('full');
});

test('an engine keeps to its rate', async () => {
  await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 31 * 1_440 }) });
  const { url: endpoint, bucket } = simulator;
  const rate = 150_000;
  const engine = s3Engine({ endpoint, bucket, region: 'r', concurrency: 2, maxBytesPerSecond: rate });
  const key = 'data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-07-01.zip';
  const transfer = { key, path: '/nowhere/zip', inMemoryUpTo: 100_000 };
  const get = () => engine.get(transfer, new AbortController().signal);
  const started = performance.now();
  const received = await Promise.all([get(), get()]);
  const bytes = received.reduce((sum, one) => sum + one.bytes, 0);
  expect(bytes).toBeGreaterThan(100_000);
  // Each connection may have one chunk more than its turn when it ends.
  expect(performance.now() - started).toBeGreaterThan(((bytes - 2 * 16_384) * 1_000) / rate);
  await engine.close();
});

test('a server that closes once it has sent all is no trouble to whom the last bytes still have their turn', async () => {
  const body = Buffer.alloc(30_000, 'x');
  await using server = await serverOf(({ socket }) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\netag: "e"\r\n\r\n`);
    socket.end(body);
  });
  const engine = s3Engine({ ...server.options, maxBytesPerSecond: 100_000 });
  const transfer = { key: 'a', path: '/nowhere/a', inMemoryUpTo: body.length };
  expect((await engine.get(transfer, SIGNAL)).content).toEqual(body);
  await engine.close();
});
