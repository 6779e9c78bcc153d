import { createHash } from 'node:crypto';
import {
  AVAILABILITY,
  csvFormat,
  DATA_TYPES,
  fileName,
  formatKey,
  intervalSeconds,
  MARKETS,
  parseKey,
  parseSidecar,
  sidecarKey,
} from '@tapehaul/archive';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type ObjectSource, syntheticSource } from '../src/index.ts';

const now = new Date('2026-10-01');
const source = syntheticSource({ now });
const CANDLES = 'data/spot/daily/klines/BTCUSDT';

async function read(key: string, from: ObjectSource = source): Promise<Buffer> {
  const object = await from.stat(key);
  if (object === undefined) throw new Error(`no ${key}`);
  return Buffer.concat(await Array.fromAsync(from.read(key, { start: 0, end: object.size })));
}

async function rowsOf(key: string, from: ObjectSource = source): Promise<string[][]> {
  const files = Object.entries(unzipSync(await read(key, from)));
  expect(files).toHaveLength(1);
  const [name, content] = files[0] ?? ['', new Uint8Array()];
  expect(`${name.replace(/csv$/, 'zip')}`).toBe(key.split('/').at(-1));
  return strFromU8(content)
    .trimEnd()
    .split('\n')
    .map((row) => row.split(','));
}

async function firstZipOf(prefix: string): Promise<string | undefined> {
  const { entries } = await source.list({ prefix, delimiter: undefined, after: '', limit: 1 });
  const [entry] = entries;
  return entry?.kind === 'object' ? entry.object.key : undefined;
}

test.each(
  MARKETS.flatMap((market) => DATA_TYPES.map((dataType) => ({ market, dataType }))).filter(
    ({ market, dataType }) =>
      AVAILABILITY.some(
        (row) => row.market === market && row.dataType === dataType && row.state !== 'removed',
      ),
  ),
)('$market $dataType has the columns and the header of its format', async ({ market, dataType }) => {
  for (const row of AVAILABILITY.filter((one) => one.market === market && one.dataType === dataType)) {
    const symbols = ['BTCUSDT', 'BTCUSD_PERP', 'BTCUSD', 'BTCBVOLUSDT'];
    const interval = row.intervals?.at(-1) ?? null;
    const keys = symbols.map((symbol) => {
      const day = row.from > '2023-09-01' ? row.from : '2023-09-01';
      const period = row.partition === 'daily' ? day : day.slice(0, 7);
      return formatKey({ market, dataType, symbol, interval, partition: row.partition, period } as Parameters<
        typeof formatKey
      >[0]);
    });
    const stats = await Promise.all(keys.map((key) => source.stat(key)));
    const key = stats.find((one) => one !== undefined)?.key ?? '';
    const rows = await rowsOf(key);
    const format = csvFormat(market, dataType, parseKey(key)?.period ?? '');
    if (format === undefined) throw new Error(`no format of ${key}`);
    expect(rows[0]).toHaveLength(format.columns.length);
    expect(rows.every((cells) => cells.length === format.columns.length)).toBe(true);
    if (format.header) expect(rows[0]).toEqual(format.columns);
    expect(rows.length).toBeGreaterThan(format.header ? 1 : 0);
    expect(rows.flat().some((cell) => cell === '' || /NaN|undefined|Infinity|e[+-]/.test(cell))).toBe(false);
  }
});

test('candles follow each other without gaps, and high and low enclose them', async () => {
  const all = syntheticSource({ now, maxRows: 31 * 1_440 });
  const rows = (await rowsOf(`${CANDLES}/1m/BTCUSDT-1m-2024-12-31.zip`, all)).map((row) => row.map(Number));
  expect(rows).toHaveLength(1_440);
  let next = Date.UTC(2024, 11, 31);
  for (const [openTime, open = 0, high = 0, low = 0, close = 0, , closeTime = 0] of rows) {
    expect(openTime).toBe(next);
    expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
    expect(low).toBeLessThanOrEqual(Math.min(open, close));
    next = closeTime + 1;
  }
  expect(next).toBe(Date.UTC(2025, 0, 1));
});

test('spot counts in microseconds from 2025 on', async () => {
  const rows = await rowsOf(`${CANDLES}/1h/BTCUSDT-1h-2025-01-01.zip`);
  const start = Date.UTC(2025, 0, 1) * 1_000;
  expect(rows).toHaveLength(24);
  expect(rows[0]?.[0]).toBe(String(start));
  expect(rows[0]?.[6]).toBe(String(start + Number(intervalSeconds('1h')) * 1e6 - 1));
});

test('trade ids and times rise within the day; spot writes True and futures true', async () => {
  const spot = await rowsOf('data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2026-09-01.zip');
  const ids = spot.map((row) => Number(row[0]));
  const times = spot.map((row) => Number(row[4]));
  expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0))).toBe(true);
  expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(true);
  expect(times[0]).toBeGreaterThanOrEqual(Date.UTC(2026, 8, 1) * 1_000);
  expect(times.at(-1)).toBeLessThan(Date.UTC(2026, 8, 2) * 1_000);
  expect(new Set(spot.map((row) => row[5]))).toEqual(new Set(['True', 'False']));
  const futures = await rowsOf('data/futures/um/daily/trades/BTCUSDT/BTCUSDT-trades-2026-09-01.zip');
  expect(new Set(futures.slice(1).map((row) => row[5]))).toEqual(new Set(['true', 'false']));
});

test('metrics have 288 rows a day, funding comes every eight hours', async () => {
  const metrics = await rowsOf('data/futures/um/daily/metrics/BTCUSDT/BTCUSDT-metrics-2026-09-01.zip');
  expect(metrics).toHaveLength(1 + 288);
  const funding = await rowsOf('data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2026-08.zip');
  expect(funding).toHaveLength(1 + 31 * 3);
});

test.each([
  ['spot', `${CANDLES}/1h/BTCUSDT-1h-2026-09-01.zip`, ''],
  ['futures', 'data/futures/um/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2026-09-01.zip', '\n'],
])('a %s sidecar holds the digest of its zip', async (_, key, end) => {
  const body = await read(key);
  const text = (await read(sidecarKey(key))).toString();
  expect(parseSidecar(text)).toEqual({
    sha256: createHash('sha256').update(body).digest('hex'),
    name: key.split('/').at(-1),
  });
  expect(text.endsWith(`zip${end}`)).toBe(true);
  const [zip, sidecar] = [await source.stat(key), await source.stat(sidecarKey(key))];
  expect(zip?.etag).toBe(createHash('md5').update(body).digest('hex'));
  expect(zip && sidecar && zip.lastModified.getTime() - sidecar.lastModified.getTime()).toBe(1_000);
});

test('the same key and seed give the same bytes in another source, another seed does not', async () => {
  const key = 'data/futures/um/monthly/klines/ETHUSDT/1h/ETHUSDT-1h-2026-08.zip';
  expect(await read(key, syntheticSource({ now }))).toEqual(await read(key));
  expect(await read(key, syntheticSource({ now, seed: 2 }))).not.toEqual(await read(key));
});

test('an object is there while its symbol lives, once it is due', async () => {
  const there = async (key: string): Promise<boolean> => (await source.stat(key)) !== undefined;
  expect(await there(`${CANDLES}/1h/BTCUSDT-1h-2026-09-30.zip`)).toBe(true);
  expect(await there(`${CANDLES}/1h/BTCUSDT-1h-2026-10-01.zip`)).toBe(false);
  expect(await there('data/spot/monthly/klines/BTTUSDT/1h/BTTUSDT-1h-2022-01.zip')).toBe(true);
  expect(await there('data/spot/monthly/klines/BTTUSDT/1h/BTTUSDT-1h-2022-02.zip')).toBe(false);
  expect(await there(`${CANDLES}/3d/BTCUSDT-3d-2026-09-01.zip`)).toBe(false);
  const object = parseKey((await firstZipOf('data/futures/um/daily/bookTicker/')) ?? '');
  expect(object && fileName(object)).toBe('1000PEPEUSDT-bookTicker-2023-05-16.zip');
});

test('maxRows limits the rows of a file, and the days of a month together have no more than the month', async () => {
  const month = `${CANDLES}/1m/BTCUSDT-1m-2026-08.zip`.replace('/daily/', '/monthly/');
  const day = `${CANDLES}/1m/BTCUSDT-1m-2026-08-01.zip`;
  const metrics = 'data/futures/um/daily/metrics/BTCUSDT/BTCUSDT-metrics-2026-08-01.zip';
  for (const [maxRows, ofMonth, ofDay] of [
    [10, 310, 10],
    [100, 1_440, 46],
    [3_100, 3_100, 100],
  ] as const) {
    const limited = syntheticSource({ now, maxRows });
    expect(await rowsOf(month, limited)).toHaveLength(ofMonth);
    expect(await rowsOf(day, limited)).toHaveLength(ofDay);
    expect(await rowsOf(metrics, limited)).toHaveLength(1 + Math.min(maxRows, 288));
  }
});
