import { existsSync } from 'node:fs';
import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { beforeEach, describe, expect, test } from 'vitest';
import { collect, output, ran, serve, start, startCommand, zips } from './collection.ts';

const TABLE =
  'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-07/BTCUSDT-1h-2025-07.parquet';
const build = (...args: string[]) => startCommand(['tables', 'build', output, ...args]);

beforeEach(() => serve());

describe('tables build', () => {
  test('says what it built and what it found, then that nothing is left to build', async () => {
    await collect();
    const first = await build();
    expect(first).toMatchObject({ exitCode: 0 });
    expect(first.stderr).toContain('tables   1 partition of 1 month');
    expect(first.stdout).toMatch(/Tables built in .* \(run \S+\)/);
    expect(first.stdout).toContain('  tables      1 partition, 360 rows');
    expect(first.stdout).toContain(join(output, 'silver/binance'));
    expect(first.stdout).toContain(`tapehaul tables views '${output}' --for duckdb`);
    expect(existsSync(join(output, TABLE))).toBe(true);
    const [, runId = ''] = /\(run (\S+)\)/.exec(first.stdout) ?? [];
    const shown = (await startCommand(['show', runId, '--dir', output])).stdout;
    expect(shown).toContain(`${runId}, Completed, 1 month of tables in `);
    expect(shown).toMatch(/tables +months\nCompleted +1$/);
    expect(shown).not.toContain('files');
    const again = await build();
    expect(again.stderr).toContain('nothing to build; 1 up to date');
    expect(again.stdout).toContain('  up to date  1 partition');
  });

  test('takes the output directory of the environment, and only the series that flags name', {
    tags: 'heavy',
  }, async () => {
    await collect({ symbols: ['BTCUSDT', 'ETHUSDT'] });
    const env = { TAPEHAUL_OUTPUT_DIRECTORY: output };
    const { events } = await ran(startCommand(['tables', 'build', '--symbol', 'ETH*', '--json'], env));
    expect(events.map(({ kind }) => kind)).toEqual(['tables_planned', 'table', 'table_month', 'tables']);
    expect(events[1]).toMatchObject({ series: 'spot/klines/ETHUSDT/1h', period: '2025-07', rows: 360 });
  });

  test('--check-only writes nothing', { tags: 'heavy' }, async () => {
    await collect();
    const { exitCode, stdout } = await build('--check-only', '--type', 'klines');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Rows checked, nothing was written, in');
    expect(existsSync(join(output, 'silver'))).toBe(false);
  });

  test('ends with 6 where a file is broken, and says what to run', { tags: 'heavy' }, async () => {
    await collect();
    const [zip = ''] = await zips();
    await truncate(join(output, zip), 100);
    const { exitCode, stdout, stderr } = await build();
    expect(exitCode).toBe(6);
    expect(stderr).toContain('failed   spot/klines/BTCUSDT/1h, 2025-07: ');
    expect(stdout).toContain('  failed      1 month');
    expect(stdout).toContain('tapehaul verify');
    const again = await build();
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).toContain('  broken      1 file left out, not read again until it changes');
    expect(again.stdout).toContain('--set force_redownload=true');
  });

  test('refuses what it does not know in the words of what was typed', { tags: 'heavy' }, async () => {
    await collect();
    const month = await build('--compare', '2025-13');
    expect(month).toMatchObject({ exitCode: 2 });
    expect(month.stderr).toContain('--compare is "2025-13", expected a month such as 2025-07');
    const typed = await build('--type', 'candles2');
    expect(typed).toMatchObject({ exitCode: 2 });
    expect(typed.stderr).toContain('--type is "candles2"');
    const nothing = await startCommand(['tables', 'build', join(output, 'elsewhere')]);
    expect(nothing).toMatchObject({ exitCode: 2 });
    expect(nothing.stderr).toContain('nothing was collected into');
  });
});

test('collect --tables builds them in the run of the collection, as its configuration says', async () => {
  await collect({ date_range: { start: '2025-07-01', end: '2025-07-02' } });
  const { exitCode, result } = await ran(start({ tables: { numbers: 'decimal' } }, {}, ['--tables']));
  expect(exitCode).toBe(0);
  expect(result).toMatchObject({ kind: 'result', tables: { partitions: 1, rows: 360 } });
  await rm(join(output, TABLE));
  const people = await startCommand(['collect', 'config.json', '--tables']);
  expect(people.stderr).toContain('tables   1 partition of 1 month');
  expect(people.stdout).toContain('  tables      1 partition, 360 rows');
  const shown = (await startCommand(['show', '--dir', output])).stdout;
  expect(shown).toContain(', Completed, 15 files, 15 of them settled in ');
  expect(shown).toMatch(/\n\ntables +months\nCompleted +1$/);
});

test('verify counts tables apart from files, and says how those that have changed are built again', {
  tags: 'heavy',
}, async () => {
  await collect();
  await build();
  const verify = (...args: string[]) => startCommand(['verify', output, ...args]);
  const whole = await verify('--deep');
  expect(whole).toMatchObject({ exitCode: 0 });
  expect(whole.stdout).toContain('Tables: 1 intact, 0 changed, 0 missing');
  await truncate(join(output, TABLE), 100);
  const changed = await verify();
  expect(changed).toMatchObject({ exitCode: 6 });
  expect(changed.stdout).toContain(`changed  ${TABLE}`);
  expect(changed.stdout).toMatch(
    /Tables: 0 intact, 1 changed, 0 missing\nBuild them again: tapehaul tables build /,
  );
  const lines = (await verify('--json')).stdout.trim().split('\n');
  const events = lines.map((line) => JSON.parse(line));
  expect(events.at(-2)).toMatchObject({ kind: 'verified_table', path: TABLE, status: 'changed' });
  expect(events.at(-1)).toMatchObject({ kind: 'summary', changed: 0, tables: { changed: 1, intact: 0 } });
  expect((await build()).stdout).toContain('tables      1 partition, 360 rows');
  expect(await verify('--quiet')).toMatchObject({ exitCode: 0, stdout: '' });
});

test('a month that is short is whole once the command of the summary was run', {
  tags: 'heavy',
}, async () => {
  await using archive = await shortMonths();
  const env = { TAPEHAUL_SOURCE_ENDPOINT: archive.url };
  await collect({ ...june, partition: 'monthly' }, env);
  const short = (await build('--numbers', 'decimal')).stdout;
  expect(short).toContain('tables      1 partition, 155 rows');
  expect(short).toContain('  unchecked   155 rows of monthly files without a daily file to compare');
  expect(short).not.toContain('unchecked_by_daily');
  const listed = (await startCommand(['tables', 'check', output])).stdout;
  expect(listed).toContain('Counted apart: unchecked_by_daily, 155 rows of 1 series');
  expect(listed).not.toMatch(/note +unchecked_by_daily/);
  const named = await startCommand(['tables', 'check', output, '--rule', 'unchecked_by_daily']);
  expect(named.stdout).toMatch(/note +unchecked_by_daily +155 rows/);
  const [, line = ''] = /^next {4}tapehaul (collect .*) --dir /m.exec(short) ?? [];
  expect(line).toContain('--from 2025-06 --to 2025-06 --set tables.numbers=decimal');
  const uncompared = (await build('--numbers', 'decimal', '--compare', '2025-05..2025-06')).stdout;
  expect(uncompared).toMatch(/^next {4}tapehaul collect --tables .* --compare 2025-06 --set tables/m);
  const lines = (await build('--numbers', 'decimal', '--compare', '2025-06', '--json')).stdout;
  expect(lines).toContain('{"kind":"month_to_compare","series":"spot/klines/BTCUSDT/1h","month":"2025-06"}');
  const { stdout, exitCode } = await startCommand(
    [...line.split(' '), '--dir', output, '--set', 'planning=matrix'],
    env,
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain('tables      1 partition, 720 rows');
  expect(stdout).toContain('monthly_short');
  const after = (await build('--numbers', 'decimal', '--compare', 'all')).stdout;
  expect(after).toContain('up to date  1 partition');
  expect(after).not.toContain('tapehaul collect');
});

test('collect --tables fetches the days of a month that is short, and says so', {
  tags: 'heavy',
}, async () => {
  await using archive = await shortMonths();
  const env = { TAPEHAUL_SOURCE_ENDPOINT: archive.url };
  const { exitCode, stdout, stderr } = await startCommand([...JUNE, '--compare', '2025-06'], env);
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(
    /month +spot\/klines\/BTCUSDT\/1h 2025-06 breaks rules .*: 30 daily files are planned, too/,
  );
  expect(stdout).toContain('tables      1 partition, 720 rows');
  const typed = await startCommand([...JUNE, '--compare', '2025-6'], env);
  expect(typed).toMatchObject({ exitCode: 2 });
  expect(typed.stderr).toContain('--compare is "2025-6", expected a month such as 2025-07');
});

const JUNE =
  'collect --market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-06 --to 2025-06 --dir june --set planning=matrix'.split(
    ' ',
  );
const june = { date_range: { start: '2025-06-01', end: '2025-06-30' }, planning: 'matrix' };

/** An archive whose monthly files have five rows a day. */
function shortMonths() {
  const [whole, few] = [syntheticSource({}), syntheticSource({ maxRows: 5 })];
  const of = (key: string) => (key.includes('/monthly/') ? few : whole);
  return startSimulator({
    source: {
      stat: (key) => of(key).stat(key),
      read: (key, span) => of(key).read(key, span),
      list: (request) => whole.list(request),
    },
  });
}
