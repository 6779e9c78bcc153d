import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syntheticSource } from '@tapehaul/archive-simulator';
import { describe, expect, test } from 'vitest';
import { collect, output, serve, startCommand } from './collection.ts';

const tables = (name: string, ...args: string[]) => startCommand(['tables', name, ...args]);

/** Collects fifteen hourly days, of which each has ten hours, and builds their table. */
async function built(): Promise<void> {
  await serve({ source: syntheticSource({ maxRows: 10 }) });
  await collect();
  expect(await tables('build', output)).toMatchObject({ exitCode: 0 });
}

describe('tables check', () => {
  test('lists rules for people, and each finding as CSV and JSON', async () => {
    await built();
    const people = await tables('check', output);
    expect(people).toMatchObject({ exitCode: 0, stderr: '' });
    expect(people.stdout).toMatch(/gap +missing_rows +210 missing rows +15 +1 +2025-07-01 … 2025-07-15/);
    expect(people.stdout).toContain('15 findings by 1 rule; --rows lists each');

    const csv = await tables('check', output, '--rows', '--format', 'csv', '--from', '2025-07-15');
    expect(csv.stdout.split('\n')).toEqual([
      'severity,rule,series,day,first,last,count,source,sample,partition',
      expect.stringMatching(/^gap,missing_rows,spot\/klines\/BTCUSDT\/1h,2025-07-15,2025-07-15T/),
    ]);

    const json = await tables('check', output, '--json', '--rule', 'missing_rows');
    expect(JSON.parse(json.stdout)).toMatchObject({ kind: 'table_rule', count: 210, counts: 'missing rows' });
    const none = await tables('check', output, '--severity', 'error');
    expect(none.stdout).toBe('Nothing was found in the rows of these tables.');
  });

  test('names the nearest rule, and says what to run where nothing is built', { tags: 'heavy' }, async () => {
    await built();
    const typed = await tables('check', output, '--rule', 'missing_row');
    expect(typed).toMatchObject({ exitCode: 2 });
    expect(typed.stderr).toContain('--rule is "missing_row"');
    expect(typed.stderr).toContain('missing_rows');
    const elsewhere = await tables('check', join(output, 'elsewhere'));
    expect(elsewhere).toMatchObject({ exitCode: 2 });
    expect(elsewhere.stderr).toContain('nothing was collected into');
    for (const flags of [
      ['--symbol', 'BTCUDST'],
      ['--from', '2025-08'],
    ]) {
      const other = await tables('check', output, ...flags);
      expect(other).toMatchObject({ exitCode: 2, stdout: '' });
      expect(other.stderr).toContain('no table that is built fits these options');
      expect(other.stderr).toContain('Built are: klines (1 series, 2025-07).');
    }
  });

  test('says that findings are not known after the record was rebuilt, until the tables are built again', {
    tags: 'heavy',
  }, async () => {
    await built();
    await rm(join(output, '.tapehaul', 'catalog.db'));
    expect(await startCommand(['repair', output])).toMatchObject({ exitCode: 0 });
    const restored = await tables('check', output);
    expect(restored).toMatchObject({ exitCode: 0, stdout: 'No finding is recorded.' });
    expect(restored.stderr).toContain('the rows of 1 of 1 partition is not known: the record was rebuilt');
    expect(await tables('build', output)).toMatchObject({ exitCode: 0 });
    const checked = await tables('check', output);
    expect(checked).toMatchObject({ exitCode: 0, stderr: '' });
    expect(checked.stdout).toContain('missing_rows');
  });
});

describe('tables views', () => {
  test('prints lines that need neither the record nor DuckDB, and narrows them', async () => {
    await built();
    await rm(join(output, '.tapehaul'), { recursive: true });
    const sql = await tables('views', output, '--for', 'duckdb', '--symbol', 'BTC*');
    expect(sql).toMatchObject({ exitCode: 0, stderr: '' });
    expect(sql.stdout).toContain('-- 1 table, 1 series in ');
    expect(sql.stdout).toContain("WHERE symbol IN ('BTCUSDT');");
    const json = JSON.parse((await tables('views', output, '--for', 'polars', '--json')).stdout);
    expect(json).toMatchObject({
      kind: 'table_views',
      tables: [{ table: 'klines', series: 1, partitions: 1, first: '2025-07', last: '2025-07' }],
    });
    expect(json.text).toContain('pl.scan_parquet(');
  });

  test('writes the files of freqtrade into a folder that has to be named, and says how freqtrade reads them', {
    tags: 'heavy',
  }, async () => {
    await built();
    const out = join(output, '..', 'freqtrade');
    const written = await tables('views', output, '--for', 'freqtrade', '--out', out);
    expect(written).toMatchObject({ exitCode: 0, stderr: 'written  BTC_USDT-1h.parquet' });
    expect(written.stdout).toContain('1 file of freqtrade written to ');
    expect(written.stdout).toContain('"dataformat_ohlcv": "parquet"');
    const again = await tables('views', output, '--for', 'freqtrade', '--out', out, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({
      ...{ kind: 'freqtrade_files', left_out: [] },
      files: [
        { series: 'spot/klines/BTCUSDT/1h', path: 'BTC_USDT-1h.parquet', state: 'up_to_date', rows: 150 },
      ],
    });
    const elsewhere = await tables('views', output, '--for', 'duckdb', '--out', out);
    expect(elsewhere).toMatchObject({ exitCode: 2, stdout: '' });
    expect(elsewhere.stderr).toContain('--out and --overwrite go with --for freqtrade');
    const nowhere = await tables('views', output, '--for', 'freqtrade');
    expect(nowhere).toMatchObject({ exitCode: 2 });
    expect(nowhere.stderr).toContain('--for freqtrade needs --out');
  });

  test('says what to run where there is nothing to read, and what there is in place of it', {
    tags: 'heavy',
  }, async () => {
    await built();
    const other = await tables('views', output, '--for', 'pandas', '--type', 'trades');
    expect(other).toMatchObject({ exitCode: 2 });
    expect(other.stderr).toContain('Built are: klines (1 series, 2025-07).');
    const nothing = await tables('views', join(output, 'elsewhere'), '--for', 'pandas');
    expect(nothing).toMatchObject({ exitCode: 2 });
    expect(nothing.stderr).toContain('tapehaul tables build');
  });
});
