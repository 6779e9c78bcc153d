import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { daysBetween } from '@tapehaul/archive';
import { type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { BUILT_IN_MATRIX } from '@tapehaul/config';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  ArchiveCollectionWorkflow,
  resumeCollection,
  type WorkflowEvent,
  type WorkflowOptions,
} from '../src/index.ts';
import { config, output, zipsBelow } from './archive.ts';
import { monthsArchive } from './months-archive.ts';

const missing = new Set<string>();
let archive: Simulator;
beforeAll(async () => {
  archive = await startSimulator({ source: monthsArchive({ short: new Set(), missing }) });
});
beforeEach(() => missing.clear());
afterAll(() => archive.close());

const TODAY = '2025-10-31';
const keyOf = (period: string): string => {
  const partition = period.length === 7 ? 'monthly' : 'daily';
  return `data/spot/${partition}/klines/BTCUSDT/1h/BTCUSDT-1h-${period}.zip`;
};
const august = [...daysBetween('2025-08-01', '2025-08-31')];

/** A collection of July to September by the matrix, which knows no missing month. */
const request = (more: object = {}) =>
  config({
    source: { endpoint: archive.url },
    planning: 'matrix',
    date_range: { start: '2025-07-01', end: '2025-09-30' },
    ...more,
  });

/** Its last file is the month of August. */
const toAugust = { date_range: { start: '2025-07-01', end: '2025-08-31' } };

async function collect(more: object = {}, stopAt?: WorkflowEvent['kind'], options: WorkflowOptions = {}) {
  const events: WorkflowEvent[] = [];
  const stop = new AbortController();
  const onEvent = (event: WorkflowEvent): void => {
    events.push(event);
    if (event.kind === stopAt) stop.abort();
  };
  const workflow = new ArchiveCollectionWorkflow(request(more), { ...options, onEvent, today: TODAY });
  return { result: await workflow.execute({ signal: stop.signal }), events };
}

const followed = (events: readonly WorkflowEvent[]) =>
  events.flatMap((event) => (event.kind === 'follow_up' ? [`${event.key} ${event.files}`] : []));
const ended = (events: readonly WorkflowEvent[]) =>
  events.flatMap((event) => (event.kind === 'file' ? [event.key] : []));

test('the days of a month that is not there are fetched in the same run, and counted', async () => {
  missing.add(keyOf('2025-08')).add(keyOf('2025-08-14'));
  const { result, events } = await collect();
  expect(followed(events)).toEqual([`${keyOf('2025-08')} 31`]);
  expect(events.find(({ kind }) => kind === 'follow_up')).toMatchObject({
    message: 'spot/klines/BTCUSDT/1h 2025-08 is not in the archive: 31 daily files are planned instead',
  });
  expect(ended(events).sort()).toEqual(['2025-07', '2025-08', '2025-09', ...august].map(keyOf).sort());
  expect(result).toMatchObject({
    status: 'completed',
    absent: [keyOf('2025-08-14'), keyOf('2025-08')],
    collection_stats: { total_tasks: 34, successful_tasks: 32, skipped_tasks: 2, failed_tasks: 0 },
    downloader_stats: { files_downloaded: 32 },
  });
  const again = await collect({ recheck: { listing_days: 0 } });
  expect(again.result).toMatchObject({
    collection_stats: { total_tasks: 34, skipped_tasks: 34 },
    downloader_stats: { files_downloaded: 0, cache_hits: 32 },
  });
});

test('fail_on: missing counts days that are not held, not a month whose days have come', {
  tags: 'heavy',
}, async () => {
  missing.add(keyOf('2025-08'));
  const whole = await collect({ fail_on: 'missing' });
  expect(whole.result).toMatchObject({ absent: [keyOf('2025-08')], exit_code: 0 });
  missing.add(keyOf('2025-08-14'));
  await rm(output, { recursive: true });
  const fresh = await collect({ fail_on: 'missing' });
  expect(fresh.result).toMatchObject({ exit_code: 4 });
});

test('a run that is stopped when it has planned them continues with them, each once', async () => {
  missing.add(keyOf('2025-08'));
  const stopped = await collect({}, 'follow_up');
  expect(stopped.result.status).toBe('cancelled');
  const events: WorkflowEvent[] = [];
  const result = await resumeCollection(output, { onEvent: (event) => void events.push(event) });
  expect(result).toMatchObject({ status: 'completed', collection_stats: { total_tasks: 34 } });
  expect(followed(events)).toEqual([]);
  const keys = [...ended(stopped.events), ...ended(events)];
  expect(new Set(keys).size).toBe(keys.length);
  expect(await zipsBelow(`${output}/bronze`)).toHaveLength(33);
});

test('a run that is stopped before it has planned them plans them when it continues', {
  tags: 'heavy',
}, async () => {
  missing.add(keyOf('2025-08'));
  const stopped = await collect({ max_parallel_downloads: 1 }, 'file');
  expect(followed(stopped.events)).toEqual([]);
  const events: WorkflowEvent[] = [];
  const result = await resumeCollection(output, { onEvent: (event) => void events.push(event) });
  expect(followed(events)).toEqual([`${keyOf('2025-08')} 31`]);
  expect(result).toMatchObject({ status: 'completed', collection_stats: { total_tasks: 34 } });
});

test.each([
  ['the run is continued', () => resumeCollection(output)],
  ['the next collection comes', async () => (await collect(toAugust)).result],
])('a gentle stop once a month turned out to be absent loses none of its days: %s', async (_, next) => {
  missing.add(keyOf('2025-08'));
  const gently = new AbortController();
  const onEvent = (event: WorkflowEvent): void => {
    // Every file of the plan is settled then, and days are still due.
    if (event.kind === 'file' && event.key === keyOf('2025-08')) gently.abort();
  };
  const asked = request({ ...toAugust, max_parallel_downloads: 1 });
  const workflow = new ArchiveCollectionWorkflow(asked, { onEvent, today: TODAY });
  const stopped = await workflow.execute({ gently: gently.signal });
  expect(stopped.status).toBe('cancelled');
  expect(await zipsBelow(`${output}/bronze`)).toHaveLength(1);
  expect(await next()).toMatchObject({ status: 'completed', exit_code: 0 });
  expect(await zipsBelow(`${output}/bronze`)).toHaveLength(32);
});

test('only the first and last month of a series without files are followed, and no further', async () => {
  const { result, events } = await collect({ symbols: ['NOSUCHUSDT'] });
  expect(events.flatMap((event) => (event.kind === 'follow_up' ? [event.files] : []))).toEqual([31, 30]);
  expect(result).toMatchObject({ collection_stats: { total_tasks: 64, skipped_tasks: 64 } });
});

test('where days come, the months next to them are followed too', { tags: 'heavy' }, async () => {
  for (const month of ['2025-06', '2025-07', '2025-08', '2025-09']) missing.add(keyOf(month));
  const { result } = await collect({ date_range: { start: '2025-06-01', end: '2025-09-30' } });
  expect(result.downloader_stats).toMatchObject({ files_downloaded: 122 });
});

test('who requests monthly files only gets no days', async () => {
  missing.add(keyOf('2025-08'));
  const { result, events } = await collect({ partition: 'monthly' });
  expect(followed(events)).toEqual([]);
  expect(result).toMatchObject({ collection_stats: { total_tasks: 3 }, absent: [keyOf('2025-08')] });
});

test('days are planned by the matrix of the run', async () => {
  missing.add(keyOf('2025-08'));
  const matrix = BUILT_IN_MATRIX.map((row) =>
    row.market === 'spot' && row.dataType === 'klines' && row.partition === 'daily'
      ? { ...row, from: '2025-08-20' }
      : row,
  );
  const { result, events } = await collect({}, undefined, { matrix });
  expect(followed(events)).toEqual([`${keyOf('2025-08')} 12`]);
  expect(result).toMatchObject({
    downloader_stats: { files_downloaded: 14 },
    verdicts: [{ verdict: 'before_first', first: '2025-08-01', last: '2025-08-19' }],
  });
});

test('where the matrix file of a continued run is gone, its log says that the built-in matrix is used', {
  tags: 'heavy',
}, async () => {
  missing.add(keyOf('2025-08'));
  const matrix_path = join(dirname(output), 'matrix.json');
  const entry = { market: 'spot', data_type: 'klines', intervals: ['1h'], partitions: ['daily', 'monthly'] };
  await writeFile(matrix_path, JSON.stringify({ availability_matrix: [entry] }));
  await collect({ matrix_path, max_parallel_downloads: 1 }, 'file');
  await rm(matrix_path);
  const lines: string[] = [];
  const events: WorkflowEvent[] = [];
  await resumeCollection(output, {
    onEvent: (event) => void events.push(event),
    onLog: ({ message }) => void lines.push(message),
  });
  expect(followed(events)).toEqual([`${keyOf('2025-08')} 31`]);
  expect(lines.filter((line) => line.includes('planned by the built-in matrix:'))).toHaveLength(1);
});

test('a source that refuses all requests by then ends the run before days are planned; the next run has them', async () => {
  const refusal = { kind: 'status' as const, status: 403, code: 'AccessDenied' };
  missing.add(keyOf('2025-08'));
  const events: WorkflowEvent[] = [];
  const onEvent = (event: WorkflowEvent): void => {
    events.push(event);
    if (event.kind === 'file' && event.key === keyOf('2025-09')) archive.faults.add({ fault: refusal });
  };
  const asked = request({ max_parallel_downloads: 1 });
  const first = new ArchiveCollectionWorkflow(asked, { onEvent, today: TODAY });
  const result = await first.execute();
  expect(result.error?.code).toBe('access_denied');
  expect(followed(events)).toEqual([]);
  archive.faults.clear();
  const next = await collect();
  expect(followed(next.events)).toEqual([`${keyOf('2025-08')} 31`]);
  expect(next.result.status).toBe('completed');
});
