import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BucketServer, startBucketServer } from '@tapehaul/testkit/network';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect, output, serve, startCommand } from './collection.ts';

const env = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'hidden' };
const TABLE =
  'raw/silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-07/BTCUSDT-1h-2025-07.parquet';
let lake: BucketServer;

beforeEach(async () => {
  lake = await startBucketServer('lake');
  await serve();
});
afterEach(() => lake[Symbol.asyncDispose]());

const run = (...args: string[]) => startCommand(args, env);
const into = () => ({
  date_range: { start: '2025-07-01', end: '2025-07-03' },
  use_cloud_storage: true,
  storage: { type: 's3', bucket: 'lake', prefix: 'raw', endpoint: lake.url, region: 'us-east-1' },
});

test('tables of a bucket are built, verified and read by the commands that do so for a folder', async () => {
  await collect(into(), env);
  const built = await run('tables', 'build', output);
  expect(built).toMatchObject({ exitCode: 0 });
  expect(built.stdout).toContain('tables  s3://lake/raw/silver/binance');
  expect([...lake.objects.keys()].filter((key) => key.includes('silver'))).toEqual([TABLE]);
  expect((await run('tables', 'build', output)).stderr).toContain('nothing to build; 1 up to date');

  const views = await run('tables', 'views', output, '--for', 'duckdb');
  expect(views.stdout).toContain("read_parquet('s3://lake/raw/silver/binance/klines/");
  const freqtrade = await run('tables', 'views', output, '--for', 'freqtrade');
  expect(freqtrade).toMatchObject({ exitCode: 2 });
  expect(freqtrade.stderr).toContain('aws s3 sync s3://lake/raw/silver/binance copy/silver/binance');

  const verified = await run('verify', output);
  expect(verified).toMatchObject({ exitCode: 0 });
  expect(verified.stdout).toContain('3 intact, 0 changed, 0 missing');
  expect(verified.stdout).toContain('Tables: 1 intact');
  lake.objects.delete(TABLE);
  expect(await run('verify', output)).toMatchObject({ exitCode: 6 });
  expect((await run('cat', 'spot/klines/BTCUSDT/1h', output, '--to', '2025-07-01')).stdout).toContain(
    '2025-07-01T00:',
  );
  expect((await run('prune', output)).stdout).toContain('Files in the bucket lake are not among these');
});

test('a lost record of files in a bucket is made by collecting again, which fetches nothing; repair says so', {
  tags: 'heavy',
}, async () => {
  await collect({ ...into(), tables: true }, env);
  await rm(join(output, '.tapehaul/catalog.db'));
  const repair = await run('repair', output);
  expect(repair).toMatchObject({ exitCode: 2 });
  expect(repair.stderr).toContain('are in s3://lake/raw, and a repair reads folders');
  const { result } = await collect({ ...into(), tables: true }, env);
  expect(result).toMatchObject({
    status: 'completed',
    downloader_stats: { files_downloaded: 0, cache_hits: 3 },
    tables: { partitions: 1 },
  });
});
