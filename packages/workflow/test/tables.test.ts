import { existsSync } from 'node:fs';
import { glob, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { describe, expect, test } from 'vitest';
import { checkTables } from '../src/index.ts';
import { collect, output, zipsBelow } from './archive.ts';
import { everything } from './everything.ts';
import { inRecord } from './reported.ts';
import { build, forget, tablesBelow } from './table-builds.ts';

const TABLE =
  'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-07/BTCUSDT-1h-2025-07.parquet';
const trades = { data_types: ['trades'] };
const dayOf = (day: string): string =>
  `silver/binance/trades/market=spot/symbol=BTCUSDT/date=2025-07-${day}/BTCUSDT-trades-2025-07-${day}.parquet`;

describe('a build of tables', () => {
  test('makes a table of what was collected, which record and manifest describe; the same again does nothing', async () => {
    await collect();
    const { result, events } = await build();
    expect(result).toMatchObject({
      ...{ status: 'completed', months: 1, partitions: 1, up_to_date: 0, rows: 30, exit_code: 0 },
      findings: [{ rule: 'missing_rows', severity: 'gap', findings: 3, count: 42 }],
    });
    expect(events.map(({ kind }) => kind)).toEqual(['tables_planned', 'table', 'table_month']);
    expect(await tablesBelow(output)).toEqual([TABLE]);
    const recorded = await inRecord((record) => record.findPartition(TABLE));
    expect(recorded).toMatchObject({ rows: 30, numbers: 'double', runId: result.run_id });
    expect(recorded?.sources).toHaveLength(3);
    const line = JSON.parse(await readFile(result.manifest, 'utf8'));
    expect(line).toMatchObject({
      path: TABLE,
      sha256: recorded?.sha256,
      rows: 30,
      findings: result.findings,
    });
    expect(line.first_time).toBe('2025-07-01T00:00:00.000000Z');

    const again = await build();
    expect(again.result).toMatchObject({ status: 'completed', months: 0, partitions: 0, up_to_date: 1 });
    expect(await readFile(result.manifest, 'utf8')).toContain(recorded?.identity);
    const { rows } = await inRecord((record) => record.runs({ flow: 'table-build' }));
    expect(rows.map(({ state }) => state)).toEqual(['Completed', 'Completed']);
    const task = await inRecord((record) => record.tasks(result.run_id ?? ''));
    expect(task.rows).toMatchObject([
      { taskId: 'spot/klines/BTCUSDT/1h/2025-07', name: 'build-table-month', state: 'Completed' },
    ]);
  });

  test('finds what is missing between one day and the next', { tags: 'heavy' }, async () => {
    // Files of the simulator hold the first rows of a day alone.
    await collect(trades);
    const { result } = await build();
    const breaks = result.findings.filter(({ rule }) => rule === 'chain_break');
    expect(breaks).toMatchObject([{ severity: 'gap', findings: 2 }]);
    const [first, second] = await inRecord((record) =>
      Promise.all(['01', '02'].map((day) => record.findPartition(dayOf(day)))),
    );
    const { rows: found } = await inRecord((record) => record.findings({ rule: 'chain_break' }));
    expect(found[0]).toMatchObject({
      day: '2025-07-02',
      count: (second?.firstId ?? 0) - (first?.lastId ?? 0) - 1,
    });
  });

  test('notes that the content of the files was proved', { tags: 'heavy' }, async () => {
    await collect({ proof: 'published' });
    await build();
    const depths = await inRecord(async (record) =>
      (await Array.fromAsync(record.held())).flat().map(({ depth }) => depth),
    );
    expect(depths).toEqual(['deep', 'deep', 'deep']);
  });

  test('builds that partition alone whose source was replaced, and none but those of a request', async () => {
    await collect(trades);
    const narrow = { ...everything.request, date_range: { start: '2025-07-02', end: '2025-07-02' } };
    expect((await build({ request: narrow })).result).toMatchObject({ partitions: 1 });
    expect((await build()).result).toMatchObject({ partitions: 2, up_to_date: 1 });
    const before = await Promise.all(['01', '02', '03'].map((day) => readFile(join(output, dayOf(day)))));
    await using archive = await startSimulator({ source: syntheticSource({ maxRows: 20 }) });
    await collect({
      ...trades,
      force_redownload: true,
      date_range: { start: '2025-07-02', end: '2025-07-02' },
      source: { endpoint: archive.url },
    });
    const { result, events } = await build();
    expect(result).toMatchObject({ partitions: 1, up_to_date: 2, rows: 20 });
    expect(events.flatMap((event) => (event.kind === 'table' ? [event.path] : []))).toEqual([dayOf('02')]);
    const after = await Promise.all(['01', '02', '03'].map((day) => readFile(join(output, dayOf(day)))));
    expect(after.map((file, at) => file.equals(before[at] ?? Buffer.alloc(0)))).toEqual([true, false, true]);
  });

  test('builds again what was removed, and with rebuild what was damaged, to the same bytes', async () => {
    await collect(trades);
    await build();
    const whole = await readFile(join(output, dayOf('01')));
    await rm(join(output, dayOf('01')));
    expect((await build()).result).toMatchObject({ partitions: 1, up_to_date: 2 });
    await writeFile(join(output, dayOf('01')), 'damaged');
    expect((await build()).result).toMatchObject({ partitions: 0, up_to_date: 3 });
    expect((await build({ rebuild: true })).result).toMatchObject({ partitions: 3 });
    expect(await readFile(join(output, dayOf('01')))).toEqual(whole);
  });

  test('builds a month again when its monthly file comes beside its days, once', {
    tags: 'heavy',
  }, async () => {
    const june = (partition: string, end: string) =>
      collect({ partition, date_range: { start: '2025-06-01', end } });
    await june('daily', '2025-06-03');
    expect((await build()).result).toMatchObject({ partitions: 1, rows: 30 });
    await june('monthly', '2025-06-30');
    const { events } = await build();
    const [table] = events.filter(({ kind }) => kind === 'table');
    expect(table).toMatchObject({ period: '2025-06', series: 'spot/klines/BTCUSDT/1h' });
    expect(table?.kind === 'table' && table.sources.some(({ key }) => key.includes('/monthly/'))).toBe(true);
    expect((await build()).result).toMatchObject({ partitions: 0, up_to_date: 1 });
    expect((await build({ repair: 'off' })).result).toMatchObject({ partitions: 1 });
  });

  test('builds again with other numbers', { tags: 'heavy' }, async () => {
    await collect();
    await build();
    expect((await build({ numbers: 'decimal' })).result).toMatchObject({ partitions: 1, up_to_date: 0 });
    expect((await build({ numbers: 'decimal' })).result).toMatchObject({ partitions: 0, up_to_date: 1 });
  });

  test('takes no rows from a file that is broken, says so, and marks it', { tags: 'heavy' }, async () => {
    await collect();
    const [zip = ''] = await zipsBelow(output);
    const bytes = await readFile(join(output, zip));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
    await writeFile(join(output, zip), bytes);
    const { result } = await build();
    expect(result).toMatchObject({
      ...{ status: 'completed_with_failures', failed_months: 1, partitions: 1, rows: 20, exit_code: 6 },
      failures: [{ series: 'spot/klines/BTCUSDT/1h', month: '2025-07' }],
    });
    const series = { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT', interval: '1h' };
    const day = await inRecord((record) => record.explainDay(series, '2025-07-01'));
    expect(day.state).toBe('corrupt');
  });

  test('reads a file that is broken once: not again until it changes, or all is built again', async () => {
    await collect();
    const [zip = ''] = await zipsBelow(output);
    const path = join(output, zip);
    const [bytes, { atime, mtime }] = [await readFile(path), await stat(path)];
    const wrong = bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 0xff : byte));
    await writeFile(path, wrong);
    await utimes(path, atime, mtime);
    expect((await build()).result).toMatchObject({ failed_months: 1, rows: 20, broken: { files: 0 } });
    const again = await build();
    expect(again.result).toMatchObject({
      ...{ status: 'completed', exit_code: 0, failed_months: 0, partitions: 0, up_to_date: 1 },
      broken: { files: 1, keys: [expect.stringContaining('2025-07-01')] },
    });
    expect((await build({ rebuild: true })).result).toMatchObject({ failed_months: 1, exit_code: 6 });
    await writeFile(path, bytes);
    expect((await build()).result).toMatchObject({ status: 'completed', rows: 30, broken: { files: 0 } });
    expect((await build()).result).toMatchObject({ partitions: 0, up_to_date: 1 });
  });

  test('keeps a table none of whose sources is held any more', { tags: 'heavy' }, async () => {
    await collect(trades);
    await build();
    const key = 'data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2025-07-03.zip';
    await forget(key);
    expect((await build()).result).toMatchObject({ up_to_date: 2, without_sources: 1, partitions: 0 });
    expect(existsSync(join(output, dayOf('03')))).toBe(true);
    await rm(join(output, dayOf('03')));
    expect((await build()).result).toMatchObject({ up_to_date: 2, without_sources: 0, partitions: 0 });
    expect(await inRecord((record) => record.findPartition(dayOf('03')))).toBeUndefined();
  });

  test('is refused where nothing was collected, and beside another run', async () => {
    await expect(build()).rejects.toMatchObject({ code: 'run_not_found' });
    await collect(trades);
    const owner = openCatalog(recordPath(output));
    await owner.startRun({ runId: 'other', flow: 'adopt', parameters: null });
    await expect(build()).rejects.toMatchObject({ code: 'output_in_use' });
    owner.endRun('other', 'Completed', null);
    await owner.close();
  });

  test('waits on request until another run has ended, and builds what that one has brought', async () => {
    await collect(trades);
    const owner = openCatalog(recordPath(output));
    await owner.startRun({ runId: 'other', flow: 'adopt', parameters: null });
    const stop = new AbortController();
    const stopped = build({ wait: true, gently: stop.signal, onWait: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    const waiting = Promise.withResolvers<string>();
    const building = build({ wait: true, onWait: ({ code }) => waiting.resolve(code) });
    expect(await waiting.promise).toBe('output_in_use');
    owner.endRun('other', 'Completed', null);
    await owner.close();
    expect((await building).result).toMatchObject({ status: 'completed', partitions: 3 });
  });
});

test('a check reads all rows and writes nothing', async () => {
  await collect();
  const files = () => Array.fromAsync(glob('**/*', { cwd: output, exclude: ['**/catalog.db*'] }));
  const before = await files();
  const kinds: string[] = [];
  const result = await checkTables(output, { ...everything, onEvent: ({ kind }) => void kinds.push(kind) });
  expect(result).toMatchObject({
    ...{ status: 'completed', run_id: null, partitions: 1, rows: 30, bytes: 0, exit_code: 0 },
    findings: [{ rule: 'missing_rows', count: 42 }],
  });
  expect(kinds).toEqual(['tables_planned', 'table', 'table_month']);
  expect((await files()).sort()).toEqual(before.sort());
  expect((await inRecord((record) => record.runs())).rows).toHaveLength(1);
});
