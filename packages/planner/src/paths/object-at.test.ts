import fc from 'fast-check';
import { expect, test } from 'vitest';
import { archiveObject } from '../../../archive/test/archive-objects.ts';
import { objectAt, objectPath } from '../index.ts';

const above = fc.constantFrom('', 'old/', 'data/', 'data/spot/', 'a b/2020-01-01_2020-12-31/');

test('a file is known by its path in either layout, below any folder', () => {
  fc.assert(
    fc.property(archiveObject, above, fc.constantFrom('archive', 'lakehouse'), (one, folder, layout) => {
      expect(objectAt(folder + objectPath(one, layout))).toEqual(one);
    }),
  );
});

test.each([
  ['spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-01.zip', 'without data/'],
  ['binance/spot/klines/symbol=BTCUSDT/year=2025/month=01/BTCUSDT-1h-2025-01.zip', 'below bronze'],
  ['spot/klines/symbol=BTCUSDT/year=2025/month=01/BTCUSDT-1h-2025-01.zip', 'below bronze/binance'],
  ['x/data/spot/monthly/klines/BTCUSDT/1h/2025-01-01_2025-06-30/BTCUSDT-1h-2025-01.zip', 'of a script'],
])('%s is known: %s', (path) => {
  expect(objectAt(path)).toMatchObject({ symbol: 'BTCUSDT', interval: '1h', period: '2025-01' });
});

test.each([
  'BTCUSDT-1h-2025-01.zip',
  'data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-2h-2025-01.zip',
  'data/spot/monthly/klines/BTCUSDT/1h/ETHUSDT-1h-2025-01.zip',
  'bronze/binance/spot/klines/symbol=BTCUSDT/year=2025/month=02/BTCUSDT-1h-2025-01.zip',
  'bronze/binance/spot/klines/symbol=BTCUSDT/year=2025/month=01/BTCUSDT-klines-2025-01.zip',
  'notes.zip',
])('%s is not', (path) => {
  expect(objectAt(path)).toBeUndefined();
});
