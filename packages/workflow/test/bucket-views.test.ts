import { expect, test } from 'vitest';
import { findTables, viewText } from '../src/index.ts';
import { output } from './archive.ts';
import { intoLake, lake } from './bucket-lake.ts';
import { everything } from './everything.ts';
import { collectReported } from './reported.ts';

const { request } = everything;

test('views of tables in a bucket read them there, with credentials of this machine, and request nothing to be printed', async () => {
  await collectReported({ data_types: ['klines', 'trades'], ...intoLake(), tables: true });
  lake.requests.length = 0;
  const { series, storage, address } = await findTables(output, request);
  expect(lake.requests).toEqual([]);
  expect(series).toMatchObject([
    { series: { dataType: 'klines', interval: '1h' }, partitions: 1, first: '2025-07', last: '2025-07' },
    { series: { dataType: 'trades' }, grain: 'day', partitions: 3, first: '2025-07-01', last: '2025-07-03' },
  ]);
  const places = { outputDirectory: output, storage };
  const sql = viewText('duckdb', series, request, places);
  expect(sql).toContain('-- 2 tables, 2 series in s3://lake/raw/silver/binance\n');
  expect(sql).toContain('INSTALL httpfs; LOAD httpfs;');
  expect(sql).toContain(
    "PROVIDER credential_chain,\n  SCOPE 's3://lake/raw',\n  REGION 'us-east-1',\n  ENDPOINT '127.0.0.1:",
  );
  expect(sql).toContain('USE_SSL false');
  expect(sql).toContain("read_parquet('s3://lake/raw/silver/binance/klines/market=*/");
  const polars = viewText('polars', series, request, places);
  expect(polars).toContain('tables = "s3://lake/raw/silver/binance"');
  expect(polars).toContain(
    `storage = {"aws_region": "us-east-1", "aws_endpoint_url": "${lake.url}", "aws_allow_http": "true"}`,
  );
  expect(polars.match(/storage_options=storage/g)).toHaveLength(2);
  const pandas = viewText('pandas', series, request, places);
  expect(pandas).toContain(
    `storage = {"client_kwargs": {"region_name": "us-east-1", "endpoint_url": "${lake.url}"}}`,
  );
  expect(pandas).toContain('("interval", "==", "1h")], storage_options=storage');
  for (const text of [sql, polars, pandas]) expect(text).not.toContain('hidden');
  expect(address).toBe('s3://lake/raw/silver/binance');
  const narrow = await findTables(output, { ...request, data_types: ['trades'], symbols: ['ETH*'] });
  expect(narrow.series).toEqual([]);
});

test('views of AWS itself need no address of a server', () => {
  const storage = { type: 's3', bucket: "it's", prefix: '', region: 'eu-central-1' } as const;
  const places = { outputDirectory: output, storage };
  const sql = viewText('duckdb', [], request, places);
  expect(sql).toContain("SCOPE 's3://it''s',\n  REGION 'eu-central-1'\n);");
  expect(viewText('polars', [], request, places)).toContain('storage = {"aws_region": "eu-central-1"}');
});
