import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { describe, expect, test } from 'vitest';
import { collect, directory, output } from './archive.ts';
import { intoLake, lake, lakeFile, lakeFiles, requestsOf, sha256Of } from './bucket-lake.ts';
import { collectReported, inRecord, resumeReported } from './reported.ts';
import { build } from './table-builds.ts';

const dayOf = (day: string): string =>
  `silver/binance/trades/market=spot/symbol=BTCUSDT/date=2025-07-${day}/BTCUSDT-trades-2025-07-${day}.parquet`;
const [FIRST, SECOND, THIRD] = ['01', '02', '03'].map(dayOf) as [string, string, string];
const trades = { data_types: ['trades'] };

/** Collects three days of trades into the bucket. */
const collectIntoLake = (more: object = {}) => collectReported({ ...trades, ...intoLake(), ...more });
const unfinished = () => readdir(join(output, '.tapehaul/unfinished/tables')).catch(() => []);

/** The number of rows of a table, and whether all have an id, as DuckDB reads its file. */
async function readByDuckdb(table: Buffer): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const file = join(directory, 'table.parquet');
    await writeFile(file, table);
    const answer = await connection.runAndReadAll(`SELECT count(*)::INT, min(id) > 0 FROM '${file}'`);
    return answer.getRowsJS() as unknown[][];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('a collection into a bucket with tables', () => {
  test('builds them there, with the bytes of a local build; the record and the manifest describe them', async () => {
    const { result } = await collectIntoLake({ tables: true });
    expect(result).toMatchObject({
      status: 'completed',
      exit_code: 0,
      tables: { partitions: 3, error: null },
    });
    expect(lakeFiles('.parquet')).toEqual([FIRST, SECOND, THIRD]);
    expect(lakeFiles('.parquet.CHECKSUM')).toEqual([]);
    const recorded = await inRecord((record) => record.findPartition(SECOND));
    expect(recorded).toMatchObject({ sha256: sha256Of(lakeFile(SECOND)), bytes: lakeFile(SECOND).length });
    const manifest = await readFile(join(output, '.tapehaul/tables/manifest.ndjson'), 'utf8');
    expect(
      manifest
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).path),
    ).toEqual([FIRST, SECOND, THIRD]);
    expect(existsSync(join(output, 'silver'))).toBe(false);
    expect(await unfinished()).toEqual([]);

    const local = join(directory, 'local');
    await collect({ ...trades, output_directory: local, tables: true });
    expect(await readByDuckdb(lakeFile(SECOND))).toEqual([[10, true]]);
    for (const path of [FIRST, SECOND, THIRD])
      expect(lakeFile(path).equals(await readFile(join(local, path)))).toBe(true);
  });

  test('that is repeated reads nothing and puts nothing', async () => {
    await collectIntoLake({ tables: true });
    lake.requests.length = 0;
    const { result } = await collectIntoLake({ tables: true });
    expect(result.tables).toMatchObject({ partitions: 0, up_to_date: 3 });
    expect([...requestsOf('GET'), ...requestsOf('PUT')]).toEqual([]);
    expect(new Set(requestsOf('LIST'))).toEqual(
      new Set(['silver/binance/trades/market=spot/symbol=BTCUSDT/']),
    );
  });

  test('that is tried again builds what the bucket refused before, and records nothing for it', {
    tags: 'heavy',
  }, async () => {
    lake.fails = (request) => request.startsWith('PUT') && request.endsWith(SECOND);
    const both = { data_types: ['trades', 'klines'] };
    const { result } = await collectIntoLake({ ...both, tables: true, task_retry_attempts: 0 });
    expect(result).toMatchObject({ status: 'completed_with_failures', proved_files: 6 });
    expect(lakeFiles('BTCUSDT-1h-2025-07.parquet')).toHaveLength(1);
    expect(result.tables?.failures[0]?.error).toMatchObject({
      code: 'server_error',
      message: expect.stringContaining(`s3://lake/raw/${SECOND}`),
    });
    expect(await inRecord((record) => record.findPartition(SECOND))).toBeUndefined();
    expect(lakeFiles('.parquet')).not.toContain(SECOND);
    expect(await unfinished()).toEqual([]);
    lake.fails = () => false;
    const again = await resumeReported({ failed: true });
    expect(again.result).toMatchObject({ status: 'completed', tables: { failed_months: 0 } });
    expect(lakeFiles('.parquet').slice(1)).toEqual([FIRST, SECOND, THIRD]);
  });
});

describe('a build of tables in a bucket', () => {
  test('takes rows from the files of the bucket, and the same again does nothing', async () => {
    await collectIntoLake();
    lake.requests.length = 0;
    expect((await build()).result).toMatchObject({
      status: 'completed',
      partitions: 3,
      rows: 30,
      exit_code: 0,
    });
    expect(requestsOf('GET').every((path) => path.endsWith('.zip'))).toBe(true);
    lake.requests.length = 0;
    expect((await build()).result).toMatchObject({ partitions: 0, up_to_date: 3 });
    expect([...requestsOf('GET'), ...requestsOf('PUT')]).toEqual([]);
    expect(new Set(requestsOf('LIST').filter((path) => path.endsWith('/')))).toEqual(
      new Set(['silver/binance/trades/market=spot/']),
    );
  });

  test('makes that partition alone again whose source was replaced', { tags: 'heavy' }, async () => {
    await collectIntoLake({ tables: true });
    const before = lakeFile(FIRST);
    await using archive = await startSimulator({ source: syntheticSource({ maxRows: 20 }) });
    const day = { date_range: { start: '2025-07-02', end: '2025-07-02' } };
    await collectIntoLake({ ...day, force_redownload: true, source: { endpoint: archive.url } });
    lake.requests.length = 0;
    const { result } = await build();
    expect(result).toMatchObject({ partitions: 1, up_to_date: 2, rows: 20 });
    expect(requestsOf('PUT')).toEqual([SECOND]);
    expect(lakeFile(FIRST)).toBe(before);
  });

  test('builds again what is gone from the bucket', { tags: 'heavy' }, async () => {
    await collectIntoLake({ tables: true });
    const whole = lakeFile(SECOND);
    lake.objects.delete(`raw/${SECOND}`);
    expect((await build()).result).toMatchObject({ partitions: 1, up_to_date: 2 });
    expect(lakeFile(SECOND).equals(whole)).toBe(true);
  });

  test('that is stopped continues where it was', { tags: 'heavy' }, async () => {
    await collectIntoLake();
    const stop = new AbortController();
    const { result } = await build({
      signal: stop.signal,
      onEvent: ({ kind }) => kind === 'table' && stop.abort(),
    });
    expect(result.status).toBe('cancelled');
    const built = lakeFiles('.parquet').length;
    expect(built).toBeGreaterThan(0);
    const recorded = (await inRecord((record) => record.partitionsOf())).rows.length;
    expect((await build()).result).toMatchObject({ partitions: 3 - recorded, up_to_date: recorded });
    expect(lakeFiles('.parquet')).toHaveLength(3);
    expect(await unfinished()).toEqual([]);
  });

  test('that cannot reach the bucket says which setting leads there, and begins nothing', async () => {
    await collectIntoLake();
    lake.fails = () => true;
    await expect(build()).rejects.toMatchObject({
      code: 'server_error',
      message: expect.stringContaining('the storage s3://lake/raw cannot be used'),
    });
    const { rows } = await inRecord((record) => record.runs({ flow: 'table-build' }));
    expect(rows).toEqual([]);
  });
});
