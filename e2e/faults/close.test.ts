import { createDownloader, type Downloader, type DownloaderOptions } from '@tapehaul/downloader';
import { s3Engine } from '@tapehaul/s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HEALTHY, openTrial, type Trial } from './trial.ts';

const [KEY = '', OTHER = ''] = HEALTHY;
const CANCELLED = { code: 'cancelled' };
let trial: Trial;
let downloader: Downloader;
beforeEach(async () => {
  trial = await openTrial(30);
});
afterEach(async () => {
  await downloader.close();
  await trial.close();
});

function open(options: Partial<DownloaderOptions> = {}): void {
  const engines = [s3Engine({ ...trial.source, concurrency: 1 })] as const;
  downloader = createDownloader({ engines, target: trial.directory, checksum: false, ...options });
}

/** A request for an object that is too large to share a connection, and its outcome. */
function get(key: string, signal?: AbortSignal): Promise<unknown> {
  return downloader.get({ key, size: 2_000_000 }, signal).catch((error: unknown) => error);
}

test('close ends what waits to be tried again', async () => {
  trial.simulator.faults.add({ fault: { kind: 'status', status: 500 } });
  open({ retry: { retries: 1, delaySeconds: 60 } });
  const waiting = get(KEY);
  await trial.simulator.requests.waitFor(({ key }) => key === KEY);
  await downloader.close();
  expect(await waiting).toMatchObject(CANCELLED);
});

test('close ends what a drain has kept from beginning', async () => {
  open();
  await downloader.drain();
  const waiting = get(KEY, new AbortController().signal);
  await downloader.close();
  expect(await waiting).toMatchObject(CANCELLED);
  expect(trial.simulator.requests.count()).toBe(0);
});

test('close ends what is in progress, and what comes later does not begin', async () => {
  trial.simulator.faults.add({ fault: { kind: 'stall' } });
  open();
  const inProgress = get(KEY);
  await trial.simulator.requests.waitFor(({ key }) => key === KEY);
  await downloader.close();
  expect(await inProgress).toMatchObject(CANCELLED);
  expect(await get(OTHER)).toMatchObject(CANCELLED);
});

test('a transfer that waits for its turn is let go as soon as it is called off', async () => {
  trial.simulator.faults.add({ fault: { kind: 'stall' } });
  open();
  const stop = new AbortController();
  const inProgress = get(KEY);
  await trial.simulator.requests.waitFor(({ key }) => key === KEY);
  const waiting = get(OTHER, stop.signal);
  stop.abort();
  expect(await waiting).toMatchObject(CANCELLED);
  const state = await Promise.race([inProgress, Promise.resolve('under way')]);
  expect(state).toBe('under way');
});
