import { readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { readMatrix } from '@tapehaul/config';
import { expect, test } from 'vitest';
import {
  type PlanCollectionOptions,
  type PlannedObject,
  type PlanRecord,
  type PlanSummary,
  planCollection,
} from '../src/index.ts';
import { collect, config, directory, key, output, simulator, zipsBelow } from './archive.ts';
import { haveCollection } from './reported.ts';

/** A plan, by kind of record; the summary is the last record, and the only one. */
async function planOf(more: object = {}, options: PlanCollectionOptions = {}) {
  const records = await Array.fromAsync(planCollection(config(more), options));
  const summaries = records.filter((record): record is PlanSummary => record.kind === 'summary');
  expect(summaries).toEqual([records.at(-1)]);
  const [summary] = summaries;
  if (summary === undefined) return expect.unreachable('a plan without a summary');
  const objects = records.filter((record): record is PlannedObject => record.kind === 'object');
  const verdicts = records.filter((record: PlanRecord) => record.kind === 'verdict');
  return { summary, objects, verdicts };
}

const changesOf = (objects: readonly PlannedObject[]) => objects.map((object) => [object.key, object.change]);

test('a plan by the matrix sends no request, and writes nothing', async () => {
  const { objects, verdicts, summary } = await planOf({ planning: 'matrix' });
  expect(simulator.requests.count()).toBe(0);
  expect(await readdir(directory)).toEqual([]);
  expect(verdicts).toEqual([]);
  expect(changesOf(objects)).toEqual([
    [key('01'), 'new'],
    [key('02'), 'new'],
    [key('03'), 'new'],
  ]);
  expect(summary).toMatchObject({
    planning: 'matrix',
    output_directory: output,
    storage: output,
    files: 3,
    fetch_files: 3,
    estimated_files: 3,
    requests: 6,
    verdicts: {},
    listing_requests: 0,
    listing_problems: { count: 0, first: [] },
  });
  expect(summary.free_bytes).toBeGreaterThan(0);
});

test('an object of a plan names its place in the archive and on disk, where a collection puts it', async () => {
  const { objects } = await planOf({ planning: 'matrix' });
  expect(objects[0]).toEqual({
    kind: 'object',
    change: 'new',
    key: key('01'),
    path: expect.stringMatching(
      /^bronze\/binance\/spot\/klines\/symbol=BTCUSDT\/.*BTCUSDT-1h-2025-07-01\.zip$/,
    ),
    by: 'matrix',
    market: 'spot',
    data_type: 'klines',
    symbol: 'BTCUSDT',
    interval: '1h',
    partition: 'daily',
    period: '2025-07-01',
  });
  await collect();
  expect(objects.map(({ path }) => path)).toEqual(await zipsBelow(output));
  const flat = await planOf({ planning: 'matrix', layout: 'archive' });
  expect(flat.objects.map(({ path }) => path)).toEqual(flat.objects.map((object) => object.key));
});

test('a plan by listing knows sizes, versions and its own requests, and requests no file', async () => {
  const { objects, summary } = await planOf({ planning: 'listing' });
  expect(summary).toMatchObject({ planning: 'listing', estimated_files: 0, listing_requests: 1 });
  // The check of the source, and one page.
  expect(simulator.requests.count({ operation: 'list' })).toBe(2);
  expect(simulator.requests.count()).toBe(2);
  for (const object of objects) {
    expect(object.size).toBeGreaterThan(0);
    expect(object.etag).toBeTruthy();
    expect(object.last_modified).toMatch(/^20\d\d-/);
  }
  await collect();
  const onDisk = await Promise.all((await zipsBelow(output)).map((path) => stat(join(output, path))));
  expect(objects.map(({ size }) => size)).toEqual(onDisk.map(({ size }) => size));
  expect(summary.fetch_bytes).toBe(onDisk.reduce((sum, { size }) => sum + size, 0));
});

test('a plan says of each file whether it is new, present or damaged, and adds up what is left', async () => {
  await haveCollection();
  const [first = '', second = ''] = await zipsBelow(output);
  await rm(join(output, first));
  await truncate(join(output, second), 3);
  const dates = { date_range: { start: '2025-07-01', end: '2025-07-04' } };
  const { objects, summary } = await planOf({ ...dates, recheck: { listing_days: 0 } });
  expect(changesOf(objects)).toEqual([
    [key('01'), 'corrupt'],
    [key('02'), 'corrupt'],
    [key('03'), 'present'],
    [key('04'), 'new'],
  ]);
  expect(summary).toMatchObject({
    files: 4,
    fetch_files: 3,
    changes: { new: 1, present: 1, corrupt: 2, replaced: 0, gone: 0 },
    by_type: [{ market: 'spot', data_type: 'klines', files: 4, fetch_files: 3 }],
  });
});

test.each([
  [{ recheck: { listing_days: 0 } }, 'present', 0],
  [{ force_redownload: true }, 'new', 3],
  [{ layout: 'archive' }, 'new', 3],
  [{ paranoid: true }, 'present', 0],
])('of files in place, a plan with %o says %s', async (more, change, fetched) => {
  await haveCollection();
  const { objects, summary } = await planOf(more);
  expect(objects.map((object) => object.change)).toEqual([change, change, change]);
  expect(summary.fetch_files).toBe(fetched);
});

test('what does not exist is a verdict with its reason, and counted in the summary', async () => {
  const { verdicts, summary, objects } = await planOf({
    symbols: ['BTCUSDT'],
    data_types: ['klines', 'fundingRate'],
    date_range: { start: '2017-08-01', end: '2017-08-20' },
  });
  expect(verdicts).toMatchObject([
    { data_type: 'klines', verdict: 'before_first', first: '2017-08-01', last: '2017-08-16' },
    { data_type: 'fundingRate', verdict: 'never_existed', first: '2017-08-01', last: '2017-08-20' },
  ]);
  for (const verdict of verdicts) expect(verdict).toHaveProperty('reason', expect.stringMatching(/\w/));
  expect(summary.verdicts).toEqual({ before_first: 1, never_existed: 1 });
  expect(objects.map(({ period }) => period)).toEqual([
    '2017-08-17',
    '2017-08-18',
    '2017-08-19',
    '2017-08-20',
  ]);
});

test('the day decides what can be published, and a matrix that is handed in which intervals are meant', async () => {
  const planning = 'matrix';
  const dates = { planning, date_range: { start: '2025-07-01', end: 'latest' } };
  const { objects, verdicts } = await planOf(dates, { today: '2025-07-04' });
  expect([...objects, ...verdicts].at(-1)).toMatchObject({ kind: 'object', period: '2025-07-03' });
  const future = await planOf(
    { planning, date_range: { start: '2025-07-01', end: '2025-07-09' } },
    { today: '2025-07-04' },
  );
  expect(future.verdicts).toMatchObject([{ verdict: 'not_yet_published', last: '2025-07-09' }]);
  const { matrix } = readMatrix({
    availability_matrix: [{ market: 'spot', data_type: 'klines', intervals: ['4h'], partitions: ['daily'] }],
  });
  const chosen = await planOf({ intervals: undefined }, { matrix });
  expect(chosen.objects.map(({ interval }) => interval)).toEqual(['4h', '4h', '4h']);
});

test('a plan into a bucket names its address, connects to nothing and knows no free space', async () => {
  const { summary } = await planOf({
    use_cloud_storage: true,
    storage: {
      type: 's3',
      bucket: 'lake',
      prefix: 'raw',
      endpoint: 'http://127.0.0.1:9',
      region: 'us-east-1',
    },
  });
  expect(summary).toMatchObject({ storage: 's3://lake/raw', output_directory: output, free_bytes: null });
});

test('a plan may be left in its middle, and lets go of the record', async () => {
  await haveCollection();
  for await (const record of planCollection(config({ recheck: { listing_days: 0 } }))) {
    expect(record).toMatchObject({ kind: 'object', key: key('01') });
    break;
  }
  expect(await collect()).toMatchObject({ status: 'completed' });
});
