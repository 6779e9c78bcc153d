import { describe, expect, test } from 'vitest';
import type { DownloaderOptions, MovedFile, Transfer } from '../src/index.ts';
import { ArchiveEngine, zip } from './archive-engine.ts';
import { failure, untilStopped } from './bench.ts';
import { downloader, engine, KEY, open } from './one-downloader.ts';

/** Opens the downloader of a test; gives the files that transfer at the moment, by key, and the most at once. */
function follow(options: Partial<DownloaderOptions> = {}) {
  const moving = new Map<string, MovedFile>();
  const counts = { began: 0, ended: 0, most: 0 };
  open({
    checksum: false,
    ...options,
    onMove: (change, file) => {
      counts[change] += 1;
      if (change === 'began') moving.set(file.key, file);
      else expect(moving.delete(file.key)).toBe(true);
      counts.most = Math.max(counts.most, moving.size);
    },
  });
  return { moving, counts };
}

/** An engine that holds transfers back and reports each begin that many times. */
class ReportingEngine extends ArchiveEngine {
  readonly reportsBegin = true;
  begins = 1;

  override async get(transfer: Transfer, signal: AbortSignal) {
    for (let time = 0; time < this.begins; time += 1) transfer.onBegin?.(Date.now());
    return super.get(transfer, signal);
  }
}

describe('several files at once', () => {
  test('transfer at most as many as the engine takes, and each one ends', async () => {
    const keys = Array.from({ length: 10 }, (_, index) => `data/${index}.zip`);
    const { promise: full, resolve: isFull } = Promise.withResolvers<void>();
    const { promise: go, resolve: release } = Promise.withResolvers<void>();
    for (const key of keys) {
      engine.answers(key, async () => {
        if (engine.requested.length === engine.capacity) isFull();
        await go;
        return zip();
      });
    }
    const { moving, counts } = follow();
    const all = Array.fromAsync(downloader.download(keys.map((key) => ({ key }))));
    await full;
    expect([...moving.keys()].sort()).toEqual(engine.requested.toSorted());
    expect(moving.size).toBe(engine.capacity);
    release();
    expect(await all).toHaveLength(10);
    expect(moving.size).toBe(0);
    expect(counts).toEqual({ began: 10, ended: 10, most: engine.capacity });
  });

  test('end independently: one that fails leaves the others transferring', async () => {
    const { promise: go, resolve: release } = Promise.withResolvers<void>();
    engine.answers(KEY, async () => {
      await go;
      return zip();
    });
    engine.answers('data/b.zip', failure('access_denied'));
    const { moving } = follow();
    const first = downloader.get({ key: KEY });
    expect(await downloader.get({ key: 'data/b.zip' })).toMatchObject({ status: 'failed' });
    expect([...moving.keys()]).toEqual([KEY]);
    release();
    expect(await first).toMatchObject({ status: 'downloaded' });
    expect(moving.size).toBe(0);
  });

  test('all end when the downloader is closed', async () => {
    const keys = [KEY, 'data/b.zip', 'data/c.zip'];
    const steps = keys.map((key) => {
      const { begun, step } = untilStopped();
      engine.answers(key, step);
      return begun;
    });
    const { moving, counts } = follow();
    const results = Promise.allSettled(keys.map((key) => downloader.get({ key })));
    await Promise.all(steps);
    expect([...moving.keys()].sort()).toEqual(keys);
    await downloader.close();
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(counts).toEqual({ began: 3, ended: 3, most: 3 });
  });
});

describe('the reported size', () => {
  test.each([
    ['is the size of the listing', { size: zip().length, likelySize: 7 }, zip().length],
    ['is the typical size where no listing shows one', { likelySize: 7 }, 7],
    ['is null where neither is known', {}, null],
  ])('%s', async (_, sizes, bytes) => {
    const { promise: go, resolve: release } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    engine.answers(KEY, async () => {
      begin();
      await go;
      return zip();
    });
    const { moving } = follow();
    const result = downloader.get({ key: KEY, ...sizes });
    await begun;
    expect(moving.get(KEY)).toEqual({ key: KEY, engine: 'scripted', bytes });
    release();
    expect(await result).toMatchObject({ status: 'downloaded' });
  });
});

describe('an engine that reports when it begins', () => {
  test.each([
    [0, 0],
    [1, 1],
    [3, 1],
  ])('and does so %i times has its file reported %i times', async (begins, reported) => {
    const reporting = new ReportingEngine('reporting');
    reporting.begins = begins;
    reporting.has(KEY);
    const { counts } = follow({ engines: [reporting] });
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'downloaded' });
    expect(counts).toEqual({ began: reported, ended: reported, most: reported });
  });

  test('has a file that fails reported as ended', async () => {
    const reporting = new ReportingEngine('reporting');
    reporting.answers(KEY, failure('access_denied'));
    const { counts } = follow({ engines: [reporting] });
    expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'failed' });
    expect(counts).toEqual({ began: 1, ended: 1, most: 1 });
  });
});
