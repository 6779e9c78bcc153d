import { join } from 'node:path';
import { findPython } from '@tapehaul/testkit/services';
import { builtSeries, VIEW_READERS, viewText, writeFreqtrade } from '@tapehaul/workflow';
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
    VIEW_READERS.map((reader) => [reader, viewText(reader, series, EVERYTHING, { outputDirectory })]),
  );
  const { signal } = new AbortController();
  await Array.fromAsync(writeFreqtrade(outputDirectory, series, { out, signal }));
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

test.each([...VIEW_READERS, 'freqtrade'])(
  '%s reads all candles of a month by what is made for it',
  (reader) => {
    expect(found[reader]).toMatchObject({
      count: 744,
      first: JANUARY,
      last: JANUARY + 743 * HOUR,
      close: expect.closeTo(Number(found.duckdb?.close), 3),
    });
    expect(Number(found[reader]?.close)).toBeGreaterThan(744);
  },
);

test('months are text and days are dates, also where a table has both', () => {
  expect(found.duckdb).toMatchObject({ month: 'VARCHAR', date: 'DATE' });
  expect(found.polars).toMatchObject({ month: 'String', date: 'Date' });
  expect(found.duckdb?.seconds).toBeGreaterThan(0);
  expect(found.polars?.seconds).toBe(found.duckdb?.seconds);
});

test.each(['duckdb', 'polars', 'pandas'])('%s has the side of the taker', (reader) => {
  expect(found[reader]).toMatchObject({ wrong_sides: 0 });
});

test('freqtrade gets a file for each pair and timeframe, with six columns by position', () => {
  expect(found.freqtrade).toMatchObject({
    columns: ['date', 'open', 'high', 'low', 'close', 'volume'],
    times: 'UTC',
    types: Array.from({ length: 5 }, () => 'float64'),
    files: [
      'BTC_USDT-1h.parquet',
      'BTC_USDT-1m.parquet',
      'BTC_USDT-1s.parquet',
      'BTC_USDT-trades.parquet',
      'ETH_USDT-1h.parquet',
      'ETH_USDT-1m.parquet',
      'futures/BTC_USDT_USDT-1h-funding_rate.parquet',
      'futures/BTC_USDT_USDT-1h-futures.parquet',
      'futures/BTC_USDT_USDT-1h-mark.parquet',
    ],
  });
});

test('freqtrade finds a mark price at the time of each funding rate', () => {
  expect(found.freqtrade?.rates).toBeGreaterThan(80);
  expect(found.freqtrade?.paid).toBe(found.freqtrade?.rates);
});

test('freqtrade gets trades with its seven columns, ids as text and times in milliseconds', () => {
  expect(found.freqtrade).toMatchObject({
    trade_columns: ['timestamp', 'id', 'type', 'side', 'price', 'amount', 'cost'],
    trade_types: ['int64', 'str', 'str', 'str', 'float64', 'float64', 'float64'],
  });
  const trade = Object(found.freqtrade?.first_trade);
  expect(trade).toMatchObject({ id: expect.stringMatching(/^\d+$/), type: null });
  expect(trade.timestamp).toBeGreaterThanOrEqual(Date.UTC(2025, 0, 1));
  expect(['buy', 'sell']).toContain(trade.side);
  expect(trade.cost).toBeCloseTo(trade.price * trade.amount, 6);
});
