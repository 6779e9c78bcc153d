import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, daysBetween } from '@tapehaul/archive';
import { BUILT_IN_MATRIX, type Matrix } from '@tapehaul/config';
import { expect, test } from 'vitest';
import {
  ArchiveCollectionWorkflow,
  explainDays,
  type PlanSummary,
  planCollection,
  resumeCollection,
  type WorkflowEvent,
} from '../src/index.ts';
import { config, key, output, simulator, zipsBelow } from './archive.ts';
import { inRecord } from './reported.ts';

const TODAY = '2025-07-20';
/** Pages of series that were listed; the check of the source lists a single key. */
const pages = (): number => simulator.requests.count({ operation: 'list', key: /-$/ });

/** The result of a collection on a day, and how many pages it has listed. */
async function collectOn(today: string, more: object = {}) {
  simulator.requests.clear();
  const result = await new ArchiveCollectionWorkflow(config(more), { today }).execute();
  const { files_downloaded: fetched } = result.downloader_stats;
  return { result, fetched, pages: pages(), settled: result.settled };
}

async function summaryOn(today: string, more: object = {}): Promise<PlanSummary | undefined> {
  const records = await Array.fromAsync(planCollection(config(more), { today }));
  return records.find((record) => record.kind === 'summary');
}

test('days that are held and proved are neither listed nor planned again', async () => {
  expect(await collectOn(TODAY)).toMatchObject({ fetched: 3, settled: { days: 0 } });
  const again = await collectOn(TODAY);
  expect(again).toMatchObject({ fetched: 0, pages: 0, settled: { days: 3, held: 3, files: 3, missing: 0 } });
  expect(again.result.metadata.files).toEqual({});
  expect(again.result).toMatchObject({ success_rate: 100, exit_code: 0 });
  expect(await summaryOn(TODAY)).toMatchObject({ files: 0, listing_requests: 0, settled: { days: 3 } });
});

test('settled files are fetched again where all of the data was deleted, except with disk: none', async () => {
  await collectOn(TODAY);
  await rm(join(output, 'bronze'), { recursive: true });
  expect(await collectOn(TODAY, { recheck: { disk: 'none' } })).toMatchObject({ fetched: 0 });
  expect(await summaryOn(TODAY)).toMatchObject({ files: 3 });
  // None of them counts as settled, too.
  const again = { fetched: 3, settled: { days: 0 }, result: { success_rate: 100, proved_files: 3 } };
  expect(await collectOn(TODAY)).toMatchObject(again);
  expect(await zipsBelow(output)).toHaveLength(3);
  expect(await collectOn(TODAY)).toMatchObject({ fetched: 0 });
});

test.each(['auto', 'listing', 'matrix'])(
  'a new day costs a page at most, and nothing else: %s',
  async (planning) => {
    await collectOn(TODAY, { planning });
    const dates = { date_range: { start: '2025-07-01', end: '2025-07-04' } };
    const next = await collectOn(addDays(TODAY, 1), { planning, ...dates });
    expect(next).toMatchObject({ fetched: 1, pages: planning === 'matrix' ? 0 : 1, settled: { days: 3 } });
  },
);

test('earlier days, another layout and force_redownload are planned, whatever is settled', {
  tags: 'heavy',
}, async () => {
  await collectOn(TODAY);
  const earlier = { date_range: { start: '2025-06-29', end: '2025-07-03' } };
  expect(await collectOn(TODAY, earlier)).toMatchObject({ fetched: 2, settled: { days: 3 } });
  expect(await collectOn(TODAY, { layout: 'archive' })).toMatchObject({ fetched: 3, settled: { days: 0 } });
  expect(await collectOn(TODAY)).toMatchObject({ settled: { days: 0 } });
  expect(await collectOn(TODAY, { force_redownload: true })).toMatchObject({ fetched: 3 });
});

test('a file that vanished is found in its turn, within listing_days, and by recheck', {
  tags: 'heavy',
}, async () => {
  await collectOn(TODAY);
  const [first = ''] = await zipsBelow(output);
  await rm(`${output}/${first}`);
  const days = [...daysBetween(addDays(TODAY, 1), addDays(TODAY, 10))];
  const found: string[] = [];
  for (const day of days) {
    if ((await collectOn(day, { recheck: { listing_days: 10 } })).fetched === 1) found.push(day);
  }
  expect(found).toHaveLength(1);
  await rm(`${output}/${first}`);
  const later = addDays(TODAY, 11);
  expect(await collectOn(later, { recheck: { listing_days: 3_650 } })).toMatchObject({ fetched: 0 });
  expect(await collectOn(later, { recheck: { listing_days: 3_650, disk: 'all' } })).toMatchObject({
    fetched: 1,
  });
  await rm(`${output}/${first}`);
  expect(await collectOn(later, { recheck: { listing_days: 0, disk: 'none' } })).toMatchObject({
    fetched: 0,
  });
  expect(await collectOn(later, { recheck: { listing_days: 0 } })).toMatchObject({ fetched: 1 });
});

test('a run that requests a part of the days takes no turn of the others', { tags: 'heavy' }, async () => {
  await collectOn(TODAY);
  const [first = ''] = await zipsBelow(output);
  await rm(`${output}/${first}`);
  const recheck = { listing_days: 1 };
  const later = addDays(TODAY, 1);
  const part = { date_range: { start: '2025-07-02', end: '2025-07-03' } };
  expect(await collectOn(later, { recheck, ...part })).toMatchObject({ fetched: 0 });
  expect(await collectOn(later, { recheck })).toMatchObject({ fetched: 1 });
});

test('after a run whose clock was ahead, everything is checked', async () => {
  await collectOn('2027-07-20');
  const [first = ''] = await zipsBelow(output);
  await rm(`${output}/${first}`);
  expect(await collectOn(TODAY)).toMatchObject({ fetched: 1 });
});

test('a month that two markets have counts as two files', { tags: 'heavy' }, async () => {
  const date_range = { start: '2025-05-01', end: '2025-05-31' };
  const both = { markets: ['spot', 'futures_um'], date_range };
  expect(await collectOn(TODAY, both)).toMatchObject({ fetched: 2 });
  const later = await collectOn('2025-09-30', { ...both, recheck: { listing_days: 3_650 } });
  expect(later).toMatchObject({ settled: { days: 62, files: 2, proved_files: 2 } });
});

test('missing days that are settled still count as missing, and one that may still come is listed', {
  tags: 'heavy',
}, async () => {
  simulator.faults.add({ key: /07-02\.zip/, fault: { kind: 'missing' } });
  const strict = { fail_on: 'missing', planning: 'matrix', recheck: { listing_days: 3_650 } };
  expect((await collectOn(TODAY, strict)).result).toMatchObject({ exit_code: 4, absent: [key('02')] });
  expect((await collectOn(addDays(TODAY, 1), strict)).result).toMatchObject({ absent: [key('02')] });
  const old = await collectOn('2025-09-30', strict);
  expect(old).toMatchObject({ settled: { days: 3, missing: 1 }, result: { exit_code: 4, absent: [] } });
  expect(await summaryOn('2025-09-30', strict)).toMatchObject({ missing_days: 1, exit_code: 4 });
});

test.each(['auto', 'matrix'])(
  'a day that the archive fills in after it was settled is found in its turn, and reported as late: %s',
  async (planning) => {
    const strict = { planning, recheck: { listing_days: 3_650 } };
    simulator.faults.add({ key: /07-02\.zip/, fault: { kind: 'missing' } });
    await collectOn(TODAY, strict);
    expect(await collectOn('2025-10-01', strict)).toMatchObject({ settled: { days: 3, missing: 1 } });
    simulator.faults.clear();
    const changes: string[] = [];
    const onEvent = (event: WorkflowEvent): void => {
      if (event.kind === 'change') changes.push(`${event.change} ${event.key}`);
    };
    const inTurn = config({ planning, recheck: { listing_days: 0 } });
    const workflow = new ArchiveCollectionWorkflow(inTurn, { today: '2025-11-20', onEvent });
    expect((await workflow.execute()).downloader_stats).toMatchObject({ files_downloaded: 1 });
    expect(changes).toEqual([`late ${key('02')}`]);
    const why = await inRecord((record) => explainDays(record, ['BTCUSDT', '1h', '2025-07-02'], TODAY));
    expect(why.day).toMatchObject({ state: 'proved', change: { kind: 'late' } });
  },
);

test('a run that is continued says what its plan took from the record, in its result and its metadata', {
  tags: 'heavy',
}, async () => {
  await collectOn(TODAY);
  const more = { date_range: { start: '2025-07-01', end: '2025-07-05' }, max_parallel_downloads: 1 };
  const stop = new AbortController();
  const onEvent = ({ kind }: WorkflowEvent): void => {
    if (kind === 'planned') stop.abort();
  };
  const workflow = new ArchiveCollectionWorkflow(config(more), { today: TODAY, onEvent });
  const stopped = await workflow.execute({ signal: stop.signal });
  const settled = { days: 3, held: 3, files: 3, proved_files: 3, missing: 0, by_state: { proved: 3 } };
  expect(stopped).toMatchObject({ status: 'cancelled', settled });
  const planned: WorkflowEvent[] = [];
  const result = await resumeCollection(output, {
    onEvent: (event) => void (event.kind === 'planned' && planned.push(event)),
  });
  expect(result).toMatchObject({ settled, proved_files: 2, metadata: { settled, days: { held: 5 } } });
  expect(planned).toMatchObject([{ settled_days: 3, settled_files: 3 }]);
});

test('a change of the matrix, of an engine or of a retry plans only those series again that it concerns', {
  tags: 'heavy',
}, async () => {
  await collectOn(TODAY);
  const changed = (dataType: string) =>
    BUILT_IN_MATRIX.map((row) => (row.dataType === dataType ? { ...row, from: '2019-01-01' } : row));
  const settledBy = async (matrix: Matrix, more: object = {}) => {
    const records = await Array.fromAsync(planCollection(config(more), { today: TODAY, matrix }));
    return records.flatMap((record) => (record.kind === 'summary' ? [record.settled.days] : []));
  };
  expect(await settledBy(changed('trades'))).toEqual([3]);
  expect(await settledBy(BUILT_IN_MATRIX, { task_retry_attempts: 9 })).toEqual([3]);
  expect(await settledBy(changed('klines'))).toEqual([0]);
});
