import { createDownloader, type DownloaderOptions, type Outcome } from '@tapehaul/downloader';
import { s3Engine } from '@tapehaul/s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keyOf, openTrial, type Trial } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.close());

const KEYS = Array.from({ length: 20 }, (_, index) => keyOf('BTCUSDT', index + 1));
const AFTER = 5;

/** Downloads twenty objects one by one, without retries. */
async function download(options: Partial<DownloaderOptions>): Promise<Outcome[]> {
  const engine = s3Engine({ ...trial.source, concurrency: 1 });
  const retry = { retries: 0, delaySeconds: 0 };
  const downloader = createDownloader({
    engines: [engine],
    target: trial.directory,
    checksum: false,
    retry,
    ...options,
  });
  const outcomes = await Array.fromAsync(downloader.download(KEYS.map((key) => ({ key }))));
  await downloader.close();
  return outcomes;
}
const count = (outcomes: readonly Outcome[], status: string): number =>
  outcomes.filter((outcome) => outcome.status === status).length;

test('a source in trouble pauses transfers, so that they keep their attempts until it is well again', async () => {
  const trouble = trial.simulator.faults.add({ key: /./, fault: { kind: 'status', status: 503 } });
  const pauses: string[] = [];
  const outcomes = await download({
    pause: { after: AFTER, atMostSeconds: 60 },
    onPause: (engine, { code }) => {
      pauses.push(`${engine} ${code}`);
      trouble.remove();
    },
  });
  expect(pauses).toEqual(['s3 throttled']);
  expect(count(outcomes, 'failed')).toBe(AFTER);
  expect(count(outcomes, 'downloaded')).toBe(KEYS.length - AFTER);
});

test('a source that stays in trouble ends the wait, with what it said', async () => {
  trial.simulator.faults.add({ key: /./, fault: { kind: 'status', status: 503 } });
  const outcomes = await download({ pause: { after: AFTER, atMostSeconds: 0.2 } });
  expect(outcomes.map(({ error }) => error?.code)).toEqual(KEYS.map(() => 'throttled'));
  expect(trial.simulator.requests.count()).toBeLessThan(KEYS.length);
});

test('objects that are missing are no trouble', async () => {
  trial.simulator.faults.add({ key: /./, fault: { kind: 'missing' } });
  const pauses: string[] = [];
  const outcomes = await download({
    pause: { after: AFTER, atMostSeconds: 60 },
    onPause: (engine) => pauses.push(engine),
  });
  expect(pauses).toEqual([]);
  expect(count(outcomes, 'absent')).toBe(KEYS.length);
});
