import { createDownloader } from '@tapehaul/downloader';
import { s3Engine } from '@tapehaul/s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTrial, type Trial, VICTIM } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.close());

test.each([
  ['downloaded', 2],
  ['failed', 3],
])('the cost of an object that ends as %s counts all bytes that came', async (status, times) => {
  trial.simulator.faults.add({ key: VICTIM, times, fault: { kind: 'truncate', bytes: 100 } });
  const downloader = createDownloader({
    engines: [s3Engine(trial.source)],
    target: trial.directory,
    retry: { retries: 2, delaySeconds: 0.01 },
  });
  const outcome = await downloader.get({ key: VICTIM });
  await downloader.close();
  expect(outcome).toMatchObject({ status, bytesFetched: trial.simulator.requests.bytesSent });
});

test('a sidecar that is refused ends the fetching of its object, where that is large, at once', async () => {
  // Nothing else would end it: the object stalls for as long as the test may take.
  trial.simulator.faults.add({ key: VICTIM, fault: { kind: 'stall', afterBytes: 100 } });
  trial.simulator.faults.add({
    key: `${VICTIM}.CHECKSUM`,
    fault: { kind: 'status', status: 403, code: 'AccessDenied' },
  });
  const downloader = createDownloader({
    engines: [s3Engine({ ...trial.source, timeoutSeconds: 600 })],
    target: trial.directory,
  });
  const outcome = await downloader.get({ key: VICTIM, likelySize: 1_000_000 });
  expect(outcome).toMatchObject({ status: 'failed', error: { code: 'access_denied' } });
  expect(outcome.error?.message).toContain('.CHECKSUM');
  await downloader.close();
});
