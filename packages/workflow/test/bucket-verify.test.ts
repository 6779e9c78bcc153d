import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { adoptFolder, type VerifyOptions, verifyOutput, verifyTables } from '../src/index.ts';
import { collect, config, directory, output } from './archive.ts';
import { intoLake, lake, lakeFile, lakeFiles, replaceInLake, requestsOf } from './bucket-lake.ts';
import { collectReported, inRecord } from './reported.ts';
import { build } from './table-builds.ts';

const [FIRST, THIRD] = ['01', '03'].map(
  (day) =>
    `silver/binance/trades/market=spot/symbol=BTCUSDT/date=2025-07-${day}/BTCUSDT-trades-2025-07-${day}.parquet`,
) as [string, string];
const zips = () => lakeFiles('.zip');
const collectTrades = (more: object = {}) =>
  collectReported({ data_types: ['trades'], ...intoLake(), ...more });
const verifiedTables = async (options?: VerifyOptions) =>
  (await Array.fromAsync(verifyTables(output, options))).map(
    ({ status, not_rebuilt }) => not_rebuilt ?? status,
  );
const verifiedZips = async (options?: VerifyOptions) =>
  (await Array.fromAsync(verifyOutput(output, options)))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .map(({ status }) => status);
const series = { market: 'spot', dataType: 'trades', symbol: 'BTCUSDT', interval: null };
const stateOf = async (day: string) => (await inRecord((record) => record.explainDay(series, day))).state;
const copies = async () => (await readdir(directory)).filter((name) => name.startsWith('tapehaul-'));

describe('tables of a bucket', () => {
  beforeEach(async () => {
    await collectTrades({ tables: true });
  });

  test('are read and compared; what is changed or missing is built again by the next build', async () => {
    const [first, third] = [lakeFile(FIRST), lakeFile(THIRD)];
    expect(await verifiedTables()).toEqual(['intact', 'intact', 'intact']);
    lake.objects.delete(`raw/${THIRD}`);
    replaceInLake(FIRST, Buffer.from('damaged'));
    replaceInLake('silver/binance/notes.json', Buffer.from('{}'));
    expect(await verifiedTables()).toEqual(['changed', 'intact', 'missing', 'unknown']);
    expect(await verifiedTables({ subset: { part: 1, of: 1 } })).toEqual([
      'changed',
      'intact',
      'missing',
      'unknown',
    ]);
    expect((await build()).result).toMatchObject({ partitions: 2, up_to_date: 1 });
    expect([lakeFile(FIRST), lakeFile(THIRD)]).toEqual([first, third]);
    lake.objects.delete('raw/silver/binance/notes.json');
    expect(await verifiedTables()).toEqual(['intact', 'intact', 'intact']);
  });

  test('are built again by a deep check from the files of the bucket, and nothing is put there', {
    tags: 'heavy',
  }, async () => {
    vi.stubEnv('TMPDIR', directory);
    lake.requests.length = 0;
    expect(await verifiedTables({ deep: true })).toEqual(['intact', 'intact', 'intact']);
    expect(requestsOf('PUT')).toEqual([]);
    const [, zip = ''] = zips();
    replaceInLake(zip, Buffer.alloc(lakeFile(zip).length));
    expect(await verifiedTables({ deep: true })).toEqual(['intact', 'sources_changed', 'intact']);
    expect(await copies()).toEqual([]);
  });

  test('outside of the subset are only looked up, without reading them', { tags: 'heavy' }, async () => {
    lake.requests.length = 0;
    const parts = [
      await verifiedTables({ subset: { part: 1, of: 2 } }),
      await verifiedTables({ subset: { part: 2, of: 2 } }),
    ];
    expect(parts.flat().filter((status) => status === 'intact')).toHaveLength(3);
    expect(requestsOf('GET')).toHaveLength(3);
    expect(requestsOf('HEAD').filter((path) => path.endsWith('.parquet'))).toHaveLength(3);
  });
});

test('zips of a bucket are verified there, and the record has what was found', async () => {
  await collectTrades();
  expect(await verifiedZips()).toEqual(['intact', 'intact', 'intact']);
  expect(await stateOf('2025-07-01')).toBe('proved');
  const [first = '', second = '', third = ''] = zips();
  replaceInLake(first, Buffer.from('PK'));
  lake.objects.delete(`raw/${third}`);
  const stranger = second.replace('07-02', '07-04');
  replaceInLake(stranger, lakeFile(second));
  expect(await verifiedZips({ deep: true })).toEqual(['changed', 'intact', 'unproved', 'missing']);
  expect(await Promise.all(['2025-07-01', '2025-07-02', '2025-07-03'].map(stateOf))).toEqual([
    'corrupt',
    'proved',
    'gone',
  ]);
  lake.requests.length = 0;
  expect(await verifiedZips({ subset: { part: 1, of: 1_000_000 } })).toContain('missing');
  expect(requestsOf('GET')).toEqual([]);
});

test('files that were adopted into a bucket are verified, and built of, there', {
  tags: 'heavy',
}, async () => {
  const folder = join(directory, 'other');
  await collect({ layout: 'archive', data_types: ['trades'], output_directory: folder });
  for (const ours of ['.tapehaul', '_runs']) await rm(join(folder, ours), { recursive: true });
  await Array.fromAsync(adoptFolder(folder, config(intoLake())));
  expect(zips()).toHaveLength(3);
  expect((await build()).result).toMatchObject({ partitions: 3, storage: 's3://lake/raw' });
  expect(await verifiedZips()).toEqual(['intact', 'intact', 'intact']);
  expect(await verifiedTables()).toEqual(['intact', 'intact', 'intact']);
});

test('a bucket that does not answer is one error, and no file is called missing', async () => {
  await collectTrades({ tables: true });
  lake.fails = () => true;
  const message = expect.stringContaining('the storage s3://lake/raw cannot be used');
  await expect(verifiedZips()).rejects.toMatchObject({ code: 'server_error', message });
  await expect(verifiedTables()).rejects.toMatchObject({ code: 'server_error', message });
  expect(await stateOf('2025-07-01')).toBe('proved');
  await rm(join(output, '.tapehaul/tables'), { recursive: true });
});
