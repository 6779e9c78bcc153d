import { knownSeries, type SeriesParts } from '@tapehaul/archive';
import { expect, test } from 'vitest';
import { freqtradeFile } from './freqtrade-file.ts';
import { planFreqtrade } from './plan-freqtrade.ts';

function seriesOf(name: string) {
  const [market = '', dataType = '', symbol = '', interval = null] = name.split('/');
  const parts: SeriesParts = { market, dataType, symbol, interval };
  return knownSeries(parts) ?? expect.fail(name);
}

test.each([
  ['spot/klines/BTCUSDT/1m', 'BTC_USDT-1m.parquet'],
  ['spot/klines/ETHBTC/1mo', 'ETH_BTC-1Mo.parquet'],
  ['spot/klines/币安人生USDT/1d', '币安人生_USDT-1d.parquet'],
  ['spot/aggTrades/BTCFDUSD', 'BTC_FDUSD-trades.parquet'],
  ['futures_um/klines/1000PEPEUSDT/1h', 'futures/1000PEPE_USDT_USDT-1h-futures.parquet'],
  ['futures_um/markPriceKlines/BTCUSDC/8h', 'futures/BTC_USDC_USDC-8h-mark.parquet'],
  ['futures_um/indexPriceKlines/BTCUSDT/1h', 'futures/BTC_USDT_USDT-1h-index.parquet'],
  ['futures_um/premiumIndexKlines/BTCUSDT/1h', 'futures/BTC_USDT_USDT-1h-premiumIndex.parquet'],
  ['futures_um/fundingRate/BTCUSDT', 'futures/BTC_USDT_USDT-1h-funding_rate.parquet'],
  ['futures_um/trades/BTCUSDT', 'futures/BTC_USDT_USDT-trades.parquet'],
])('%s becomes %s, with the columns that freqtrade reads by position', (name, path) => {
  const file = freqtradeFile(seriesOf(name));
  expect(file).toMatchObject({ path });
  const columns = path.includes('-trades')
    ? ['timestamp', 'id', 'type', 'side', 'price', 'amount', 'cost']
    : ['date', 'open', 'high', 'low', 'close', 'volume'];
  expect('columns' in file && file.columns.map((column) => column.name)).toEqual(columns);
});

test.each([
  ['spot/klines/ABCXYZ/1h', 'known quote asset'],
  ['spot/klines/USDT/1h', 'known quote asset'],
  ['futures_um/klines/BTCUSDT_250926/1h', 'perpetual contracts alone'],
  ['futures_cm/klines/BTCUSD_PERP/1h', 'nothing of futures_cm'],
  ['futures_um/metrics/BTCUSDT', 'no files of metrics'],
])('%s is left out with its reason', (name, reason) => {
  expect(freqtradeFile(seriesOf(name))).toMatchObject({ reason: expect.stringContaining(reason) });
});

test.each([
  ['spot/trades/BTCUSDT', 'spot/aggTrades/BTCUSDT'],
  ['spot/aggTrades/BTCUSDT', 'spot/trades/BTCUSDT'],
])('of %s and %s the aggTrades are taken', (one, other) => {
  const built = [one, other].map((name) => {
    return { series: seriesOf(name), grain: 'day', partitions: 1, first: '', last: '' } as const;
  });
  const { files, leftOut } = planFreqtrade(built);
  expect(files.map(({ series }) => series.dataType)).toEqual(['aggTrades']);
  expect(leftOut.map(({ series }) => series.dataType)).toEqual(['trades']);
});
