import { seriesParts } from '@tapehaul/archive';
import { isRequested } from '@tapehaul/coverage';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const btc = seriesParts('spot/klines/BTCUSDT/1h');

test('a series is requested by its parts and by patterns of its symbol', () => {
  expect(isRequested(btc, {})).toBe(true);
  expect(
    isRequested(btc, { market: 'spot', dataType: 'klines', interval: '1h', symbols: ['ETHUSDT', '*USDT'] }),
  ).toBe(true);
  for (const other of [
    { market: 'futures_um' },
    { dataType: 'trades' },
    { interval: '1d' },
    { symbols: ['BTC'] },
    { symbols: [] },
  ])
    expect(isRequested(btc, other)).toBe(false);
});

test('a pattern means what the same regular expression means', () => {
  const text = fc.string({ unit: fc.constantFrom('A', 'B', '1'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('A', 'B', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(text, pattern, (symbol, glob) => {
      const expression = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(isRequested({ ...btc, symbol }, { symbols: [glob] })).toBe(expression.test(symbol));
    }),
    { numRuns: 500 },
  );
});
