import { rm } from 'node:fs/promises';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { expect, test } from 'vitest';
import { planCollection } from '../src/index.ts';
import { output } from './archive.ts';
import {
  answers,
  collect,
  keyOf,
  known,
  missing,
  pathOf,
  planned,
  request,
  short,
  TODAY,
} from './months-requests.ts';

test('a month that comes while a day of it is late is not fetched as well, until the day is a gap', {
  tags: 'heavy',
}, async () => {
  const september = { date_range: { start: '2025-09-01', end: '2025-09-30' } };
  missing.add(keyOf('2025-09'));
  missing.add(keyOf('2025-09-30'));
  await collect(september, '2025-10-01');
  missing.delete(keyOf('2025-09'));
  expect((await answers(september, '2025-10-05')).slice(-2)).toEqual([
    'present 2025-09-29',
    'not_yet_published 2025-09-30 2025-09-30',
  ]);
  const morning = await collect(september, '2025-10-05');
  expect(morning.result.downloader_stats).toMatchObject({ files_downloaded: 0 });
  expect(await known('2025-09-29', '2025-09-30')).toEqual({
    states: ['proved', 'not_yet_published'],
    doubles: 0,
  });
  // It is no mere delay any more: only the month has the day.
  expect(await answers(september, '2025-10-10')).toEqual(['new 2025-09']);
  missing.delete(keyOf('2025-09-30'));
  expect((await answers(september, '2025-10-10')).slice(-1)).toEqual(['new 2025-09-30']);
});

test('the first month of a symbol is not fetched as well where its days are held', async () => {
  const now = new Date('2025-10-31T12:00:00Z');
  const symbols = [{ market: 'spot' as const, symbol: 'NEWUSDT', from: '2025-07-10', to: null }];
  await using young = await startSimulator({ source: syntheticSource({ now, symbols }) });
  const july = {
    source: { endpoint: young.url },
    symbols: ['NEWUSDT'],
    date_range: { start: '2025-07-01', end: '2025-07-31' },
  };
  await collect({ ...july, partition: 'daily' }, '2025-08-01');
  expect((await answers(july, '2025-08-10')).slice(0, 2)).toEqual([
    'before_first 2025-07-01 2025-07-09',
    'present 2025-07-10',
  ]);
});

test.each([
  { of: 'first', lives: { from: '2025-07-10', to: null } },
  { of: 'last', lives: { from: '2024-01-01', to: '2025-07-22' } },
])(
  'by the matrix, the $of month of a symbol is not fetched as well where its days are held',
  async ({ lives }) => {
    const now = new Date('2025-10-31T12:00:00Z');
    const symbols = [{ market: 'spot' as const, symbol: 'NEWUSDT', ...lives }];
    await using archive = await startSimulator({ source: syntheticSource({ now, symbols }) });
    const byMatrix = { source: { endpoint: archive.url }, symbols: ['NEWUSDT'], planning: 'matrix' };
    const around = { ...byMatrix, date_range: { start: '2025-06-01', end: '2025-08-31' } };
    const july = { ...byMatrix, date_range: { start: '2025-07-01', end: '2025-07-31' } };
    // A daily job, before the monthly file is published.
    await collect({ ...around, partition: 'daily' }, '2025-09-01');
    expect((await answers(july)).filter((it) => it.length < 'new 2025-07-01'.length)).toEqual([]);
    const { result } = await collect(around);
    expect(result.downloader_stats).toMatchObject({ files_downloaded: 0 });
    // A month of which nobody knows what was before and after it may hold more than its days.
    await rm(output, { recursive: true });
    await collect({ ...july, partition: 'daily' }, '2025-08-01');
    expect(await answers(july)).toEqual(['new 2025-07']);
  },
);

test('a range that begins in the middle of a held month fetches none of its days', {
  tags: 'heavy',
}, async () => {
  const month = { date_range: { start: '2025-08-01', end: '2025-08-31' } };
  await collect(month);
  const rest = { date_range: { start: '2025-08-15', end: '2025-09-02' } };
  for (const planning of ['auto', 'listing', 'matrix']) {
    expect((await planned({ ...rest, planning })).files).toEqual([
      'present 2025-08 month_held',
      'new 2025-09-01',
      'new 2025-09-02',
    ]);
  }
  expect((await collect(rest)).result).toMatchObject({
    collection_stats: { total_tasks: 3 },
    downloader_stats: { files_downloaded: 2 },
  });
  expect(await known('2025-08-31', '2025-09-01')).toEqual({ states: ['month', 'proved'], doubles: 0 });
  // Who requests daily files gets them.
  expect((await planned({ ...rest, partition: 'daily' })).files).toHaveLength(19);
});

test('a held month that is lost from the disk holds nothing: its days are fetched', async () => {
  const month = { date_range: { start: '2025-08-01', end: '2025-08-31' } };
  await collect(month);
  await rm(`${request().output_directory}/bronze`, { recursive: true });
  const rest = { date_range: { start: '2025-08-30', end: '2025-08-31' } };
  expect((await planned(rest)).files).toEqual(['new 2025-08-30', 'new 2025-08-31']);
  await collect(rest);
  expect((await known('2025-08-29', '2025-08-31')).states).toEqual(['gone', 'proved', 'proved']);
});

test('a day that the archive has removed is held as long as its file is on disk, and has one answer', async () => {
  const days = { date_range: { start: '2025-08-01', end: '2025-08-04' }, fail_on: 'missing' };
  await collect(days);
  missing.add(keyOf('2025-08-02'));
  missing.add(keyOf('2025-08-03'));
  await rm(`${request().output_directory}/${pathOf('2025-08-03')}`);
  expect(await answers(days)).toEqual([
    'present 2025-08-01',
    'gone 2025-08-02',
    'gap 2025-08-03 2025-08-03',
    'present 2025-08-04',
  ]);
  const { result } = await collect(days);
  expect(result.exit_code).toBe(4);
  expect((await known('2025-08-01', '2025-08-04')).states).toEqual(['proved', 'proved', 'gap', 'proved']);
});

test('with fail_on: missing a plan and a collection of a short month, of which days exist nowhere, end alike', async () => {
  const month = { date_range: { start: '2025-08-01', end: '2025-08-31' }, fail_on: 'missing' };
  short.add(keyOf('2025-08'));
  for (const day of ['2025-08-10', '2025-08-11']) missing.add(keyOf(day));
  const records = await Array.fromAsync(planCollection(request(month), { today: TODAY }));
  expect(records.at(-1)).toMatchObject({ kind: 'summary', missing_days: 2, exit_code: 4 });
  expect((await collect(month)).result.exit_code).toBe(4);
  const again = await Array.fromAsync(planCollection(request(month), { today: TODAY }));
  expect(again.at(-1)).toMatchObject({ missing_days: 2, exit_code: 4 });
});
