import { parseKey } from '@tapehaul/archive';
import { expect, test } from 'vitest';
import { lakeSeriesOf } from './lake-series.ts';
import { recogniser } from './recognised-file.ts';

const DAY = 'year=2025/month=07/day=01';

test.each([
  ['um_futures/klines/symbol=BTCUSDT', '1h', 'futures_um', 'klines'],
  ['bronze/binance/cm_futures/funding_rates/symbol=BTCUSDT', 'fundingRate', 'futures_cm', 'fundingRate'],
  ['lake/spot/trades/symbol=BTCUSDT', 'aggTrades', 'spot', 'aggTrades'],
  ['um_futures/order_book/symbol=BTCUSDT', 'bookDepth', 'futures_um', 'bookDepth'],
])('folders say market, type and symbol: %s, %s', (folders, layer, market, type) => {
  expect(lakeSeriesOf(`${folders}/${DAY}/x.zip`, layer)).toEqual({ market, type, symbol: 'BTCUSDT' });
});

test.each([
  ['no folder of a symbol', 'um_futures/klines/BTCUSDT/x.zip', '1h'],
  ['no symbol', 'um_futures/klines/symbol=/x.zip', '1h'],
  ['no market', 'klines/symbol=BTCUSDT/x.zip', '1h'],
  ['another exchange', 'kraken/klines/symbol=BTCUSDT/x.zip', '1h'],
  ['a type that could be several', 'um_futures/order_book/symbol=BTCUSDT/x.zip', '1h'],
])('they say nothing: %s', (_, path, layer) => {
  expect(lakeSeriesOf(path, layer)).toBeUndefined();
});

const recognise = recogniser({});

test.each([
  [
    `bronze/binance/um_futures/klines/symbol=BTCUSDT/${DAY}/BTCUSDT-1h-2025-07-01.zip`,
    'data/futures/um/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip',
  ],
  [
    'bronze/binance/spot/klines/symbol=BTCUSDT/year=2025/month=06/day=01/BTCUSDT-1h-2025-06.zip',
    'data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-06.zip',
  ],
  [
    `um_futures/funding_rates/symbol=BTCUSDT/${DAY}/BTCUSDT-fundingRate-2025-06.zip`,
    'data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2025-06.zip',
  ],
])('%s is the object of its name', (path, key) => {
  expect(recognise(path)).toEqual(parseKey(key));
});

test('a file of another symbol than its folder is misplaced', () => {
  expect(recognise(`um_futures/klines/symbol=ETHUSDT/${DAY}/BTCUSDT-1h-2025-07-01.zip`)).toBe('misplaced');
});

test('what a person says of the folder wins', () => {
  const path = `um_futures/klines/symbol=BTCUSDT/${DAY}/BTCUSDT-1h-2025-07-01.zip`;
  expect(recogniser({ market: 'spot', type: 'klines' })(path)).toMatchObject({ market: 'spot' });
});
