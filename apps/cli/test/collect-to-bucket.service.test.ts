import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startVersitygw } from '@tapehaul/testkit/services';
import { expect, test } from 'vitest';
import { collect, files, output, serve, simulator, startCommand } from './collection.ts';

test.each(['matrix', 'listing'])(
  'a collection planned by %s goes into a bucket, proved, and the second run moves nothing',
  async (planning) => {
    await serve();
    await using gateway = await startVersitygw();
    await gateway.createBucket('lake', { anonymousRead: true });
    const { url: endpoint, region } = gateway;
    const config = {
      planning,
      use_cloud_storage: true,
      storage: { type: 's3', bucket: 'lake', prefix: 'raw', endpoint, region },
    };
    const env = { AWS_ACCESS_KEY_ID: gateway.accessKeyId, AWS_SECRET_ACCESS_KEY: gateway.secretAccessKey };
    const first = await collect(config, env);
    expect(first.result).toMatchObject({
      status: 'completed',
      downloader_stats: { files_downloaded: 15, files_failed: 0 },
    });
    expect(first.events).toContainEqual(
      expect.objectContaining({ kind: 'started', storage: 's3://lake/raw' }),
    );
    const file = first.events.find((event) => event.kind === 'file');
    const target = file?.kind === 'file' ? file.target : '';
    expect(target).toMatch(/^s3:\/\/lake\/raw\/bronze\//);
    const answer = await fetch(target.replace('s3://', `${endpoint}/`));
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 2)).toBe('PK');
    expect(await files('bronze/**')).toEqual([]);
    expect(await files('.tapehaul/staging/*')).toEqual([]);

    simulator.requests.clear();
    const second = await collect(config, env);
    expect(second.result).toMatchObject({ downloader_stats: { cache_hits: 15, total_bytes: 0 } });
    expect(simulator.requests.count({ operation: 'object' })).toBe(0);
  },
);

test('tables are built in a bucket, found by a listing, verified there, and built again where one is gone', async () => {
  await serve();
  await using gateway = await startVersitygw();
  await gateway.createBucket('lake');
  const { url: endpoint, region, root } = gateway;
  const storage = { type: 's3', bucket: 'lake', prefix: 'raw', endpoint, region };
  const env = { AWS_ACCESS_KEY_ID: gateway.accessKeyId, AWS_SECRET_ACCESS_KEY: gateway.secretAccessKey };
  const request = { data_types: ['klines', 'trades'], use_cloud_storage: true, storage };
  const { result } = await collect({ ...request, tables: true }, env);
  expect(result.tables).toMatchObject({ partitions: 16, failed_months: 0 });
  const verified = await startCommand(['verify', output, '--deep'], env);
  expect(verified.stdout).toContain('Tables: 16 intact, 0 changed, 0 missing');
  await rm(join(root, 'lake/raw/silver/binance/klines'), { recursive: true });
  const built = await startCommand(['tables', 'build', output], env);
  expect(built.stderr).toContain('1 partition of 1 month');
  expect(built.stdout).toContain('  up to date  15 partitions');
});

test('a bucket that is missing ends the run with one error that says what to do', async () => {
  await serve();
  await using gateway = await startVersitygw();
  const storage = { type: 's3', bucket: 'nowhere', endpoint: gateway.url, region: gateway.region };
  const env = { AWS_ACCESS_KEY_ID: gateway.accessKeyId, AWS_SECRET_ACCESS_KEY: gateway.secretAccessKey };
  const { exitCode, result } = await collect({ use_cloud_storage: true, storage }, env);
  expect(exitCode).not.toBe(0);
  expect(result.failures).toEqual([]);
  expect(result.error).toMatchObject({
    code: 'bucket_not_found',
    hint: expect.stringContaining('storage.bucket'),
  });
});
