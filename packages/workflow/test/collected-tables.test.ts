import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyRow, runRequest } from '../src/index.ts';
import { output } from './archive.ts';
import { collectReported, eventsOf, inRecord, resumeReported } from './reported.ts';
import { build, tablesBelow } from './table-builds.ts';

const TABLE =
  'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-07/BTCUSDT-1h-2025-07.parquet';

/** Names and states of the tasks of a run that are about tables. */
const tableTasks = (runId: string) =>
  inRecord(async (record) =>
    (await record.tasks(runId, { name: 'build-table-month' })).rows.map(({ taskId, state }) => [
      taskId,
      state,
    ]),
  );

test('a collection with tables builds them of what it requests once its files are settled', async () => {
  await collectReported({ data_types: ['trades'] });
  const { result, events } = await collectReported({ tables: true });
  expect(result).toMatchObject({
    ...{ status: 'completed', exit_code: 0, failures: [] },
    tables: { partitions: 1, failed_months: 0, rows: 30, error: null },
    collection_stats: { total_tasks: 3, successful_tasks: 3, failed_tasks: 0 },
  });
  const kinds = events.map(({ kind }) => kind);
  expect(kinds.lastIndexOf('file')).toBeLessThan(kinds.indexOf('tables_planned'));
  expect(kinds.slice(-3)).toEqual(['tables_planned', 'table', 'table_month']);
  expect(await tablesBelow(output)).toEqual([TABLE]);
  const run = await inRecord((record) => record.run(result.run_id));
  expect(run).toMatchObject({ state: 'Completed', result: { tables: { partitions: 1 } } });
  expect(run && runRequest(run)?.data_types).toEqual(['klines']);
  expect(await inRecord((record) => record.partitionsOf())).toMatchObject({
    rows: [{ runId: result.run_id }],
  });
  expect(await tableTasks(result.run_id)).toEqual([['spot/klines/BTCUSDT/1h/2025-07', 'Completed']]);

  const again = await collectReported({ tables: true });
  expect(again.result.tables).toMatchObject({ partitions: 0, up_to_date: 1 });
  const without = await collectReported({ tables: false });
  expect(without.result.tables).toBeNull();
});

test('tables.types names the data types of which tables are built, and numbers how', {
  tags: 'heavy',
}, async () => {
  const { result } = await collectReported({
    data_types: ['klines', 'trades'],
    tables: { types: ['klines'], numbers: 'decimal' },
  });
  expect(result.tables).toMatchObject({ partitions: 1 });
  expect(await tablesBelow(output)).toEqual([TABLE]);
  const partition = await inRecord((record) => record.findPartition(TABLE));
  expect(partition?.numbers).toBe('decimal');
});

describe('a table that cannot be built', () => {
  /** Something stands where the file of the table goes. */
  const blocked = async () => {
    await mkdir(join(output, TABLE, 'in the way'), { recursive: true });
    return collectReported({ tables: true, task_retry_attempts: 0 });
  };

  test('changes nothing of what was collected; the state of the run and the result say so', async () => {
    const { result, events } = await blocked();
    expect(result).toMatchObject({
      ...{ status: 'completed_with_failures', failures: [], proved_files: 3, error: null },
      tables: { partitions: 0, failed_months: 1, failures: [{ series: 'spot/klines/BTCUSDT/1h' }] },
      collection_stats: { successful_tasks: 3, failed_tasks: 0 },
    });
    expect(result.exit_code).toBeGreaterThan(0);
    expect(result.metadata.status).toBe('completed_with_failures');
    expect(eventsOf({ events }, 'table_month')).toMatchObject([{ month: '2025-07', partitions: 0 }]);
    const days = await inRecord(async (record) => Array.fromAsync(everyRow(record.held())));
    expect(days).toHaveLength(3);
  });

  test('is built when the run is tried again, which fetches nothing', async () => {
    const { result } = await blocked();
    await rm(join(output, TABLE), { recursive: true });
    const again = await resumeReported({ failed: true });
    expect(again.result).toMatchObject({
      ...{ status: 'completed', exit_code: 0, run_id: result.run_id },
      tables: { partitions: 1, failed_months: 0 },
    });
    expect(eventsOf(again, 'file')).toEqual([]);
    expect(await tableTasks(result.run_id)).toEqual([['spot/klines/BTCUSDT/1h/2025-07', 'Completed']]);
  });

  test('is left out when the run is tried again without tables', { tags: 'heavy' }, async () => {
    const { result } = await blocked();
    const again = await resumeReported({ failed: true, settings: { tables: 'false' } });
    expect(again.result).toMatchObject({ status: 'completed', exit_code: 0, tables: null });
    expect(await tableTasks(result.run_id)).toEqual([['spot/klines/BTCUSDT/1h/2025-07', 'Cached']]);
  });

  test('and that another run has built meanwhile is settled by the next attempt', {
    tags: 'heavy',
  }, async () => {
    const { result } = await blocked();
    await rm(join(output, TABLE), { recursive: true });
    expect((await build()).result).toMatchObject({ partitions: 1 });
    const again = await resumeReported({ failed: true });
    expect(again.result).toMatchObject({ status: 'completed', tables: { partitions: 0, up_to_date: 1 } });
    expect(await tableTasks(result.run_id)).toEqual([['spot/klines/BTCUSDT/1h/2025-07', 'Cached']]);
  });
});

test('a collection that is stopped while it builds tables is Cancelled, and continues where it was', {
  tags: 'heavy',
}, async () => {
  const stop = new AbortController();
  const three = { data_types: ['trades'], tables: true };
  const { result } = await collectReported(three, {
    gently: stop.signal,
    onEvent: ({ kind }) => {
      if (kind === 'table') stop.abort();
    },
  });
  expect(result).toMatchObject({ status: 'cancelled', collection_stats: { successful_tasks: 3 } });
  const built = (await inRecord((record) => record.partitionsOf())).rows.length;
  const again = await resumeReported();
  expect(again.result).toMatchObject({ status: 'completed', run_id: result.run_id });
  expect(again.result.tables).toMatchObject({ partitions: 3 - built, up_to_date: built });
});
