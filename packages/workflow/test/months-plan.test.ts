import { expect, test } from 'vitest';
import { zipsBelow } from './archive.ts';
import { august, collect, keyOf, known, missing, planned, request, short } from './months-requests.ts';

test('months that hold their days are planned as such', async () => {
  expect(await planned()).toEqual({
    files: ['new 2025-07', 'new 2025-08', 'new 2025-09'],
    warnings: [],
  });
});

test('a short month is named in a warning, and its days are planned and fetched in its place', async () => {
  short.add(keyOf('2025-08'));
  const { files, warnings } = await planned();
  expect(files).toEqual(['new 2025-07', ...august.map((day) => `new ${day} month_short`), 'new 2025-09']);
  expect(warnings).toEqual([
    expect.stringMatching(
      /^month_short: spot\/klines\/BTCUSDT\/1h 2025-08 is too short \(the monthly file has [\d,]+ bytes, its 31 listed daily files have [\d,]+ bytes\): its days are planned instead$/,
    ),
  ]);
  const run = await collect();
  expect(run.result).toMatchObject({ status: 'completed', downloader_stats: { files_downloaded: 33 } });
  expect(run.warnings).toEqual([expect.objectContaining({ code: 'month_short' })]);
  expect(run.result.warnings).toHaveLength(1);
});

test('a short month is planned as well where days of it exist nowhere else', async () => {
  short.add(keyOf('2025-08'));
  for (const day of ['2025-08-10', '2025-08-11']) missing.add(keyOf(day));
  const { files, warnings } = await planned();
  const days = august.filter((day) => !missing.has(keyOf(day)));
  expect(files.slice(1, -1)).toEqual([
    'new 2025-08 month_short',
    ...days.map((day) => `new ${day} month_short`),
  ]);
  expect(warnings).toEqual([expect.stringMatching(/it is planned together with its listed days$/)]);
  await collect();
  const { states } = await known('2025-08-08', '2025-08-12');
  expect(states).toEqual(['proved', 'proved', 'month_short', 'month_short', 'proved']);
});

test('a month whose days are held is not fetched: they are not held twice, also where the last is still to come', async () => {
  missing.add(keyOf('2025-08'));
  const month = { date_range: { start: '2025-08-01', end: '2025-08-31' }, recheck: { listing_days: 0 } };
  await collect({ date_range: { start: '2025-08-01', end: '2025-08-30' } });
  missing.clear();
  expect((await planned(month)).files).toEqual([
    ...august.slice(0, -1).map((day) => `present ${day} days_held`),
    'new 2025-08-31 days_held',
  ]);
  expect((await collect(month)).result.downloader_stats).toMatchObject({ files_downloaded: 1 });
  expect((await planned(month)).files).toEqual(august.map((day) => `present ${day} days_held`));
  const byMatrix = await planned({ ...month, planning: 'matrix' });
  expect(byMatrix.files).toEqual(august.map((day) => `present ${day} days_held`));
  expect((await planned({ ...month, partition: 'monthly' })).files).toEqual(['new 2025-08']);
});

test('a month is fetched where too few of its days are held, and stays where it is held with them', async () => {
  const month = { date_range: { start: '2025-08-01', end: '2025-08-31' } };
  await collect({ date_range: { start: '2025-08-01', end: '2025-08-10' } });
  expect((await planned(month)).files).toEqual(['new 2025-08']);
  const { result } = await collect(month);
  expect(result.downloader_stats).toMatchObject({ files_downloaded: 1 });
  expect(await zipsBelow(`${request().output_directory}/bronze`)).toHaveLength(11);
  await collect({ ...month, partition: 'daily' });
  expect((await planned(month)).files).toEqual(['present 2025-08']);
});

test('a month whose days are held, but not all of them exist, is fetched for the missing ones', async () => {
  missing.add(keyOf('2025-08'));
  missing.add(keyOf('2025-08-14'));
  const month = { date_range: { start: '2025-08-01', end: '2025-08-31' } };
  await collect(month);
  missing.delete(keyOf('2025-08'));
  expect((await planned({ ...month, recheck: { listing_days: 0 } })).files).toEqual(['new 2025-08']);
});
