import { startSimulator } from '@tapehaul/archive-simulator';
import { engineContract } from '@tapehaul/downloader/contract';
import { startSmallArchive } from '@tapehaul/testkit';
import { expect, test } from 'vitest';
import { s3Engine } from './index.ts';

engineContract(
  's3',
  async (source) => s3Engine({ ...source, concurrency: 4, timeoutSeconds: 1 }),
  startSmallArchive,
);

test('a Retry-After header becomes the wait that the error requests', async () => {
  await using simulator = await startSimulator({});
  simulator.faults.add({ key: 'a', fault: { kind: 'status', status: 429, retryAfterSeconds: 7 } });
  const source = { endpoint: simulator.url, bucket: simulator.bucket, region: 'r' };
  const engine = s3Engine({ ...source, concurrency: 1, timeoutSeconds: 1 });
  await expect(
    engine.get({ key: 'a', path: '/nowhere/a' }, new AbortController().signal),
  ).rejects.toMatchObject({
    code: 'throttled',
    retry: { afterMs: 7_000 },
  });
  await engine.close();
});
