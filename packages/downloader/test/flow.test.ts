import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDownloader, type Downloader, type DownloaderOptions } from '../src/index.ts';
import { ArchiveEngine, zip } from './archive-engine.ts';

let root = '';
let engine: ArchiveEngine;
let downloader: Downloader;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tapehaul-flow-'));
  engine = new ArchiveEngine();
});
afterEach(async () => {
  await downloader.close();
  await rm(root, { recursive: true, force: true });
});
function open(options: Partial<DownloaderOptions> = {}): Downloader {
  const retry = { retries: 0, delaySeconds: 0 };
  downloader = createDownloader({ engines: [engine], target: root, durability: 'none', retry, ...options });
  return downloader;
}

test('no more transfers are in hand than the engine likes, however many are requested', async () => {
  let [inHand, most] = [0, 0];
  const { promise: full, resolve: isFull } = Promise.withResolvers<void>();
  const { promise: go, resolve: letGo } = Promise.withResolvers<void>();
  const keys = Array.from({ length: 20 }, (_, index) => `data/${index}.zip`);
  for (const key of keys) {
    engine.answers(key, async () => {
      inHand += 1;
      most = Math.max(most, inHand);
      if (inHand === engine.capacity) isFull();
      await go;
      inHand -= 1;
      return zip();
    });
  }
  const all = Array.fromAsync(open({ checksum: false }).download(keys.map((key) => ({ key }))));
  await full;
  expect(downloader.waits.files).toBeGreaterThanOrEqual(engine.capacity);
  letGo();
  expect(await all).toHaveLength(20);
  expect(most).toBe(engine.capacity);
  expect(downloader.waits).toEqual({ files: 0, disk: 0 });
});

test('the engine of a transfer can be chosen', async () => {
  const other = new ArchiveEngine('other');
  engine.has('data/a.zip');
  other.has('data/b.zip');
  open({ engines: [engine, other], choose: ({ key }) => (key.includes('b.zip') ? 'other' : 'scripted') });
  expect(await downloader.get({ key: 'data/a.zip' })).toMatchObject({ engine: 'scripted', fallBacks: [] });
  expect(await downloader.get({ key: 'data/b.zip' })).toMatchObject({ engine: 'other', fallBacks: [] });
});

test('a caller who stops has its call given up, and no other', async () => {
  const stop = new AbortController();
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  engine.answers('data/a.zip', (signal) => {
    resolve();
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new TapehaulError('cancelled', 'stopped')));
    });
  });
  engine.has('data/b.zip');
  const first = open({ checksum: false }).get({ key: 'data/a.zip' }, stop.signal);
  const ended = first.catch((error: unknown) => error);
  await begun;
  stop.abort();
  expect(await ended).toMatchObject({ code: 'cancelled' });
  expect(await downloader.get({ key: 'data/b.zip' })).toMatchObject({ error: null });
});

test('a call after the end is cancelled, and closing again does nothing', async () => {
  engine.has('data/a.zip');
  open();
  await downloader.close();
  await expect(downloader.get({ key: 'data/a.zip' })).rejects.toMatchObject({ code: 'cancelled' });
  await downloader.close();
  expect(engine.requested).toEqual([]);
});

test('nothing is left in staging when all is done, failed or not', async () => {
  engine.has('data/a.zip');
  engine.answers('data/b.zip', Buffer.from('<html>'));
  await Array.fromAsync(open().download(['data/a.zip', 'data/b.zip'].map((key) => ({ key }))));
  await downloader.close();
  expect(await readdir(join(root, '.tapehaul/staging')).catch(() => [])).toEqual([]);
});

test('room is there at once while nothing runs', async () => {
  engine.has('data/a.zip');
  expect(open().room()).toBeUndefined();
  expect(downloader.concurrency).toBeGreaterThanOrEqual(engine.capacity);
});
