import { join } from 'node:path';
import { findPython } from '@tapehaul/testkit/services';
import { builtSeries, VIEW_READERS, viewText } from '@tapehaul/workflow';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYTHING, makeTables } from './made-tables.ts';
import { READERS } from './readers.ts';

let python = '';
let tables: Awaited<ReturnType<typeof makeTables>>;
let found: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {};

beforeAll(async () => {
  python = await findPython('readers', READERS);
  tables = await makeTables(`it's "data" [1] {x} 币安`);
  const { output: outputDirectory, folder } = tables;
  const out = join(folder, 'freqtrade');
  const series = await builtSeries(outputDirectory, EVERYTHING);
  const lines = Object.fromEntries(
    VIEW_READERS.map((reader) => [reader, viewText(reader, series, EVERYTHING, { outputDirectory, out })]),
  );
  const script = join(import.meta.dirname, 'read-views.py');
  const { stdout } = await execa(python, [script, out], {
    input: JSON.stringify(lines),
    env: { TZ: 'Asia/Tokyo' },
  });
  found = JSON.parse(stdout);
}, 900_000);
afterAll(() => tables?.remove());

const JANUARY = Date.UTC(2025, 0, 1) * 1_000;
const HOUR = 3_600_000_000;

test.each(VIEW_READERS)('%s reads all candles of a month by the lines that are printed for it', (reader) => {
  expect(found[reader]).toMatchObject({
    count: 744,
    first: JANUARY,
    last: JANUARY + 743 * HOUR,
    close: expect.closeTo(Number(found.duckdb?.close), 3),
  });
  expect(Number(found[reader]?.close)).toBeGreaterThan(744);
});

test('months are text and days are dates, also where a table has both', () => {
  expect(found.duckdb).toMatchObject({ month: 'VARCHAR', date: 'DATE' });
  expect(found.polars).toMatchObject({ month: 'String', date: 'Date' });
  expect(found.duckdb?.seconds).toBeGreaterThan(0);
  expect(found.polars?.seconds).toBe(found.duckdb?.seconds);
});

test.each(['duckdb', 'polars', 'pandas'])('%s has the side of the taker', (reader) => {
  expect(found[reader]).toMatchObject({ wrong_sides: 0 });
});

test('freqtrade gets six columns by position, with times that it takes, a file for each pair and timeframe', () => {
  expect(found.freqtrade).toMatchObject({
    columns: ['date', 'open', 'high', 'low', 'close', 'volume'],
    types: ['datetime64[ms, UTC]', ...Array.from({ length: 5 }, () => 'float64')],
    files: [
      'BTC_USDT-1h.feather',
      'BTC_USDT-1m.feather',
      'BTC_USDT-1s.feather',
      'ETH_USDT-1h.feather',
      'ETH_USDT-1m.feather',
      'futures/BTC_USDT_USDT-1h-futures.feather',
    ],
  });
});
