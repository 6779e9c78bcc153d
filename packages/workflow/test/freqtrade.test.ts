import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { builtSeries, type WriteFreqtradeOptions, writeFreqtrade } from '../src/index.ts';
import { collect, directory, output } from './archive.ts';
import { everything } from './everything.ts';
import { build } from './table-builds.ts';

const folder = (): string => join(directory, 'user data');
const FUTURES = { markets: ['futures_um'], data_types: ['klines', 'markPriceKlines', 'metrics'] };

async function write(more: Partial<WriteFreqtradeOptions> = {}) {
  const series = await builtSeries(output, everything.request);
  const signal = new AbortController().signal;
  const writing = writeFreqtrade(output, series, { out: folder(), signal, ...more });
  const files: string[] = [];
  for (;;) {
    const next = await writing.next();
    if (next.done === true) return { files, leftOut: next.value.leftOut };
    files.push(`${next.value.path} ${next.value.state} ${next.value.rows}`);
  }
}

test('files of freqtrade are written once, and again only where a table has changed', async () => {
  await collect();
  await collect(FUTURES);
  await build();
  const { files, leftOut } = await write();
  expect(files).toEqual([
    'BTC_USDT-1h.parquet written 30',
    'futures/BTC_USDT_USDT-1h-futures.parquet written 30',
    'futures/BTC_USDT_USDT-1h-mark.parquet written 30',
  ]);
  expect(leftOut).toMatchObject([
    { series: { dataType: 'metrics' }, reason: 'freqtrade has no files of metrics' },
  ]);
  expect((await readdir(folder(), { recursive: true })).sort()).toEqual([
    'BTC_USDT-1h.parquet',
    'futures',
    'futures/BTC_USDT_USDT-1h-futures.parquet',
    'futures/BTC_USDT_USDT-1h-mark.parquet',
  ]);
  const { mtimeMs } = await stat(join(folder(), 'BTC_USDT-1h.parquet'));
  expect((await write()).files.map((line) => line.split(' ')[1])).toEqual(
    Array.from({ length: 3 }, () => 'up_to_date'),
  );
  expect((await stat(join(folder(), 'BTC_USDT-1h.parquet'))).mtimeMs).toBe(mtimeMs);
  await collect({ date_range: { start: '2025-07-04', end: '2025-07-04' } });
  await build();
  expect((await write()).files.map((line) => line.split(' ').slice(1).join(' '))).toEqual([
    'written 40',
    'up_to_date 30',
    'up_to_date 30',
  ]);
});

test('a file of another program stays, unless it is to be replaced; unfinished files of a killed run are removed', {
  tags: 'heavy',
}, async () => {
  await collect();
  await build();
  const file = join(folder(), 'BTC_USDT-1h.parquet');
  const left = join(folder(), '.tapehaul-unfinished', 'left.parquet');
  await mkdir(dirname(left), { recursive: true });
  await writeFile(left, 'half');
  await writeFile(file, 'of freqtrade itself');
  expect((await write()).files).toEqual(['BTC_USDT-1h.parquet kept null']);
  expect(await readFile(file, 'utf8')).toBe('of freqtrade itself');
  expect(await readdir(folder())).toEqual(['BTC_USDT-1h.parquet']);
  expect((await write({ overwrite: true })).files).toEqual(['BTC_USDT-1h.parquet written 30']);
  expect((await write()).files).toEqual(['BTC_USDT-1h.parquet up_to_date 30']);
});

test('a folder within the output directory is refused, and a stop leaves nothing unfinished', {
  tags: 'heavy',
}, async () => {
  await collect();
  await build();
  for (const out of [output, join(output, 'silver', 'freqtrade')])
    await expect(write({ out })).rejects.toMatchObject({ code: 'config_invalid' });
  const beside = `..${basename(output)}`;
  await expect(write({ out: join(output, beside) })).rejects.toMatchObject({ code: 'config_invalid' });
  await expect(write({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  expect(await readdir(folder())).toEqual([]);
});

test('a series whose files are gone gets no file', async () => {
  await collect();
  await build();
  const month = join(output, 'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-07');
  await rm(join(month, 'BTCUSDT-1h-2025-07.parquet'));
  expect((await write()).files).toEqual([]);
});
