import { TapehaulError } from '@tapehaul/errors';
import { describe, expect, test } from 'vitest';
import type { RetryListener, TransferRetries } from '../src/index.ts';
import { sidecar, zip } from './archive-engine.ts';
import { benchOfEachTest, failure, untilStopped } from './bench.ts';

const KEY = 'data/a.zip';
const bench = benchOfEachTest();
/** What the server says with Retry-After. */
const busyFor = (afterMs: number): TapehaulError =>
  new TapehaulError('throttled', 'slow down', { retry: { afterMs } });

/** Waits of which a listener is notified. */
function listener() {
  const waits: [string, number][] = [];
  const { promise: first, resolve } = Promise.withResolvers<void>();
  const onRetry: RetryListener = ({ code }, waitMs) => {
    waits.push([code, waitMs]);
    resolve();
  };
  return { waits, first, onRetry };
}

describe('the wait before a retry', () => {
  test('doubles, with up to as much again by chance', async () => {
    bench().engine.answers(KEY, failure('server_error'));
    const { waits, onRetry } = listener();
    const retry = { retries: 3, delaySeconds: 0.01 };
    await (await bench().open({ retry, checksum: false })).get({ key: KEY, onRetry });
    expect(waits).toHaveLength(3);
    for (const [index, [, waitMs]] of waits.entries()) {
      expect(waitMs).toBeGreaterThanOrEqual(10 * 2 ** index);
      expect(waitMs).toBeLessThanOrEqual(20 * 2 ** index);
    }
  });

  test('is as long as the server requests, and not shorter', async () => {
    const content = bench().engine.has(KEY);
    const asked: number[] = [];
    const noting = (step: () => Promise<Buffer>) => () => {
      asked.push(performance.now());
      return step();
    };
    bench().engine.answers(
      KEY,
      noting(() => Promise.reject(busyFor(80))),
      noting(() => Promise.resolve(content)),
    );
    const { waits, onRetry } = listener();
    const downloader = await bench().open({ retry: { retries: 1, delaySeconds: 0 } });
    expect(await downloader.get({ key: KEY, onRetry })).toMatchObject({ status: 'downloaded' });
    expect(waits).toEqual([['throttled', 80]]);
    // A timer may end a millisecond early.
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(78);
  });

  test.each<[string, TransferRetries, TapehaulError, number]>([
    ['is a minute at most, without a request of the server', long(100), failure('server_error'), 60_000],
    ['may be longer than that where the server requests it', long(0), busyFor(600_000), 600_000],
  ])('%s, and ends when the call is stopped', async (_, retry, error, waitMs) => {
    bench().engine.answers(KEY, error);
    const { waits, first, onRetry } = listener();
    const stop = new AbortController();
    const downloader = await bench().open({ retry, checksum: false });
    const ended = downloader.get({ key: KEY, onRetry }, stop.signal).catch((thrown: unknown) => thrown);
    await first;
    stop.abort();
    expect(await ended).toMatchObject({ code: 'cancelled' });
    expect(waits).toEqual([[error.code, waitMs]]);
    expect(bench().engine.times(KEY)).toBe(1);
  });

  test('holds no slot of the engine, which fetches other objects meanwhile', async () => {
    const { engine, open } = bench();
    engine.answers(KEY, busyFor(600_000));
    engine.answers('data/b.zip', zip());
    const single = {
      name: 'single',
      capacity: 1,
      get: engine.get.bind(engine),
      close: () => Promise.resolve(),
    };
    const { first, onRetry } = listener();
    const downloader = await open({ engines: [single], retry: long(0), checksum: false });
    const waiting = downloader.get({ key: KEY, onRetry }).catch((thrown: unknown) => thrown);
    await first;
    expect(await downloader.get({ key: 'data/b.zip' })).toMatchObject({ status: 'downloaded' });
    await downloader.close();
    expect(await waiting).toMatchObject({ code: 'cancelled' });
  });
});

function long(delaySeconds: number): TransferRetries {
  return { retries: 1, delaySeconds };
}

describe('a sidecar', () => {
  test('is tried again as its zip is, and costs no attempt of the zip', async () => {
    const content = bench().engine.has(KEY);
    const proof = Buffer.from(sidecar(KEY, content));
    bench().engine.answers(`${KEY}.CHECKSUM`, failure('server_error'), proof);
    const { waits, onRetry } = listener();
    const downloader = await bench().open({ retry: long(0) });
    expect(await downloader.get({ key: KEY, onRetry })).toMatchObject({ status: 'downloaded', attempts: 1 });
    expect(waits).toEqual([['server_error', 0]]);
  });

  test('that cannot be fetched fails the object: without it nothing is published, nor left', async () => {
    const large = zip(2_000);
    bench().engine.answers(KEY, large);
    bench().engine.answers(`${KEY}.CHECKSUM`, failure('access_denied'));
    const outcome = await (await bench().open()).get({ key: KEY, size: large.length });
    expect(outcome).toMatchObject({ status: 'failed', bytes: 0, error: { code: 'access_denied' } });
    expect(await bench().files()).toEqual([]);
  });

  test('that cannot be fetched stops a zip that may be large', async () => {
    const { begun, step } = untilStopped();
    bench().engine.answers(KEY, step);
    bench().engine.answers(`${KEY}.CHECKSUM`, async () => {
      await begun;
      throw failure('access_denied');
    });
    const outcome = await (await bench().open()).get({ key: KEY });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'access_denied' } });
  });
});

test('an outcome counts what failed attempts have cost', async () => {
  const { engine, open } = bench();
  const content = engine.has(KEY);
  const wasteful = () => {
    const { cost } = engine.transfers.findLast(({ key }) => key === KEY) ?? {};
    if (cost !== undefined) cost.bytesFetched += 7;
    return Promise.reject(failure('truncated'));
  };
  engine.answers(KEY, wasteful, wasteful, content);
  const downloader = await open({ retry: { retries: 2, delaySeconds: 0 } });
  const outcome = await downloader.get({ key: KEY });
  expect(outcome.bytesFetched).toBe(14 + content.length + sidecar(KEY, content).length);
  expect(outcome.attempts).toBe(3);
});
