import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syntheticSource } from '@tapehaul/archive-simulator';
import { buildTables } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { changeRows } from './changed-rows.ts';
import { call, data, ended, events, serve, serveArchive, startRun } from './service.ts';

const DAY_3 = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-03.zip';
const THREE_DAYS = {
  symbols: ['BTCUSDT', 'ETHUSDT'],
  date_range: { start: '2025-07-02', end: '2025-07-04' },
};

const showRun = async (run: string) => (await call('GET', `/v1/runs/${run}`)).body;
/** Builds tables of all that is held as the command does. */
const buildAll = (rebuild: boolean) => {
  const request = {
    ...{ markets: ['spot' as const], data_types: ['klines' as const], exclude_symbols: [] },
    ...THREE_DAYS,
  };
  const retries = { retries: 0, retryDelaySeconds: 0 };
  return buildTables(join(data, 'btc'), {
    request,
    numbers: 'double',
    repair: 'days',
    rebuild,
    retries,
  });
};
const monthsOf = async (run: string, query = '') =>
  (await call('GET', `/v1/runs/${run}/tables${query}`)).body;

test('a run with tables shows how many rows it built, and each series and month with what was found', async () => {
  await serveArchive();
  await serve();
  await changeRows(DAY_3, (lines) => lines.toSpliced(5, 2));
  const run = await startRun({ ...THREE_DAYS, tables: true });
  const progress: { tables?: { rows: number | null; partitions: number | null } }[] = [];
  for await (const { event, data: shown } of events(`/v1/runs/${run}/events?view=progress`))
    if (event === 'progress') progress.push(shown);
  const { tables, files } = await showRun(run);
  expect(files.Completed.tasks).toBe(6);
  expect(tables).toMatchObject({
    ...{ months: { Completed: 2 }, months_left: null, partitions: 2, up_to_date: 0, rows: 142 },
    findings: [{ rule: 'missing_rows', severity: 'gap', findings: 1, count: 2 }],
  });
  expect(tables.bytes).toBeGreaterThan(1_000);
  for (const { tables: shown } of progress) expect(shown).toHaveProperty('months_left');
  const { rows, next } = await monthsOf(run);
  expect(next).toBeNull();
  expect(rows).toMatchObject([
    {
      ...{ id: 'spot/klines/BTCUSDT/1h/2025-07', series: 'spot/klines/BTCUSDT/1h', month: '2025-07' },
      ...{ state: 'Completed', attempts: 1, error_code: null, hint: null, partitions: 1, rows: 70 },
      findings: tables.findings,
    },
    { series: 'spot/klines/ETHUSDT/1h', rows: 72, findings: [] },
  ]);
  const first = await monthsOf(run, '?limit=1');
  expect((await monthsOf(run, `?limit=1&cursor=${first.next}`)).rows).toEqual([rows[1]]);
  expect((await monthsOf(run, '?state=Failed')).rows).toEqual([]);
});

test('a month whose file is broken by now has its error, and what to do; the rest is built', {
  tags: 'heavy',
}, async () => {
  await serveArchive();
  await serve();
  const collected = await startRun(THREE_DAYS);
  await ended(collected);
  const { held } = (await call('GET', `/v1/runs/${collected}/tasks/${encodeURIComponent(DAY_3)}`)).body;
  await writeFile(join(data, 'btc', held.path), 'no zip');
  const run = await startRun({ ...THREE_DAYS, tables: true });
  await ended(run);
  const { tables, state, end } = await showRun(run);
  expect([state, end.exit_code]).toEqual(['CompletedWithGaps', 3]);
  expect(tables.months).toEqual({ Failed: 1, Completed: 1 });
  const [broken, whole] = (await monthsOf(run)).rows;
  expect(broken).toMatchObject({ series: 'spot/klines/BTCUSDT/1h', error_code: 'size_mismatch', rows: 48 });
  expect(broken.error_message).toContain('BTCUSDT-1h-2025-07-03.zip');
  expect(broken.hint).toContain('collect the file again');
  const { rows } = (await call('GET', `/v1/runs/${run}/failures`)).body;
  expect(rows).toMatchObject([
    { value: 'size_mismatch', tasks: 1, example_key: broken.id, hint: broken.hint },
  ]);
  expect(whole).toMatchObject({ state: 'Completed', rows: 72 });
  // The collection is retried; a build by the command is not continued, the next one builds what is left.
  expect((await showRun(run)).can).toEqual(['retry']);
  const { run_id } = await buildAll(true);
  expect(await showRun(String(run_id))).toMatchObject({
    ...{ state: 'CompletedWithGaps', can: [], tables: { months: { Failed: 1 } } },
  });
});

test('a run without tables has none, and a build by the command is shown with what it built', async () => {
  await serveArchive();
  await serve();
  const collected = await startRun(THREE_DAYS);
  await ended(collected);
  expect((await showRun(collected)).tables).toBeNull();
  expect(await monthsOf(collected)).toEqual({ rows: [], next: null });
  const { run_id } = await buildAll(false);
  const shown = await showRun(String(run_id));
  expect(shown).toMatchObject({ files: {}, tables: { months: { Completed: 2 }, rows: 144 } });
});

test('a run that is stopped while it builds tables has the months that it built, and builds the rest once it is resumed', {
  tags: 'heavy',
}, async () => {
  // Whole months, so that none is fetched by day, too.
  await serveArchive({ source: syntheticSource({ maxRows: 744 }) });
  await serve();
  const date_range = { start: '2024-01-01', end: '2024-12-31' };
  const run = await startRun({ date_range, tables: true });
  let ends = 0;
  for await (const { event } of events(`/v1/runs/${run}/events`)) {
    if (event !== 'table_month') continue;
    ends += 1;
    if (ends === 1) await call('POST', `/v1/runs/${run}/cancel`);
  }
  const stopped = await showRun(run);
  expect(stopped).toMatchObject({ state: 'Cancelled', tables: { months_left: null } });
  const built = stopped.tables.months.Completed;
  expect(built).toBeGreaterThan(0);
  expect(built).toBeLessThan(12);
  expect((await monthsOf(run, '?state=Completed')).rows).toHaveLength(built);
  await call('POST', `/v1/runs/${run}/resume`);
  await ended(run);
  expect(await showRun(run)).toMatchObject({ state: 'Completed', tables: { partitions: 12 - built } });
  const { rows } = (await call('GET', '/v1/tables/partitions?output_directory=btc')).body;
  expect(rows).toHaveLength(12);
});
