import { expect, test } from 'vitest';
import { acceptDisputes, explainDays, needlessFiles, resumeCollection } from '../src/index.ts';
import { output, zipsBelow } from './archive.ts';
import { answers, august, collect, keyOf, known, missing, planned, stale } from './months-requests.ts';
import { inRecord } from './reported.ts';

const TODAY = '2025-10-31';
const month = { date_range: { start: '2025-08-01', end: '2025-08-31' } };
const statesOfAugust = async (): Promise<string[]> => [
  ...new Set((await known('2025-08-01', '2025-08-31')).states),
];
const accept = () =>
  Array.fromAsync(acceptDisputes(output, { names: [keyOf('2025-08')], by: 'ann', reason: 'rows agree' }));

/** Ways to plan that are tried: one by default. */
const PLANNINGS = process.env.TAPEHAUL_TRIALS === 'full' ? ['auto', 'listing', 'matrix'] : ['auto'];

test.each(PLANNINGS)(
  'the days of a month that contradicts its checksum are fetched in the same run: %s',
  async (planning) => {
    stale.add(keyOf('2025-08'));
    const { result } = await collect({ ...month, planning });
    expect(result).toMatchObject({ exit_code: 6, downloader_stats: { files_downloaded: 31 } });
    expect(await statesOfAugust()).toEqual(['proved']);
    const again = await collect({ ...month, planning });
    expect(again.result).toMatchObject({ exit_code: 0, downloader_stats: { files_downloaded: 0 } });
  },
);

test('a month that is known to be disputed is planned with its days, and named, but not fetched', async () => {
  stale.add(keyOf('2025-08'));
  await collect({ ...month, partition: 'monthly' });
  const { files } = await planned(month);
  const days = august.map((day) => `new ${day} month_disputed`);
  expect(files).toEqual(['disputed 2025-08 month_disputed', ...days]);
  const { result } = await collect({ ...month, fail_on: 'missing' });
  expect(result).toMatchObject({ exit_code: 0, downloader_stats: { files_downloaded: 31 } });
  expect(result.disputes).toMatchObject([{ key: keyOf('2025-08'), is_new: false }]);
  expect((await planned(month)).files.slice(0, 2)).toEqual([
    'disputed 2025-08 month_disputed',
    'present 2025-08-01 month_disputed',
  ]);
});

test('a run that is stopped by then plans the days when it continues, each once', {
  tags: 'heavy',
}, async () => {
  stale.add(keyOf('2025-08'));
  const stopped = await collect({ max_parallel_downloads: 1 }, TODAY, 'file');
  expect(stopped.result.status).toBe('cancelled');
  const result = await resumeCollection(output);
  expect(result.collection_stats).toMatchObject({ total_tasks: 34 });
  expect(await zipsBelow(`${output}/bronze`)).toHaveLength(33);
  expect(await statesOfAugust()).toEqual(['proved']);
});

test('days that only the disputed month may hold say so, and are held once it is accepted', async () => {
  stale.add(keyOf('2025-08'));
  missing.add(keyOf('2025-08-14'));
  await collect(month);
  expect(await answers(month)).toContain('gap 2025-08-14 2025-08-14');
  const why = await inRecord((record) => explainDays(record, ['BTCUSDT', '1h', '2025-08-14'], TODAY));
  expect(why.day).toMatchObject({ state: 'absent', will_come: 'possible', dispute: { state: 'open' } });
  await accept();
  expect(await statesOfAugust()).toEqual(['proved', 'month']);
  const { files } = await planned(month);
  expect(files).toContain('present 2025-08');
});

test('of a month that is accepted and days that are all proved, the days win', {
  tags: 'heavy',
}, async () => {
  stale.add(keyOf('2025-08'));
  await collect(month);
  await accept();
  expect(await known('2025-08-01', '2025-08-31')).toMatchObject({ doubles: 31 });
  expect(await statesOfAugust()).toEqual(['proved']);
  const [needless] = await Array.fromAsync(needlessFiles(output, ['superseded']));
  expect(needless?.path).toMatch(/BTCUSDT-1h-2025-08\.zip$/);
});
