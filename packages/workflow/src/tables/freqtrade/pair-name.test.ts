import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairName } from './pair-name.ts';

const base = fc.stringMatching(/^[A-Z0-9]{1,10}$/);
const quote = fc.constantFrom('USDT', 'USDC', 'FDUSD', 'BTC', 'EUR', 'TRY');

test('a pair has the signs of its symbol, cut into base and quote', () => {
  fc.assert(
    fc.property(base, quote, (of, quoted) => {
      const named = pairName({ market: 'spot', symbol: `${of}${quoted}` });
      expect('pair' in named && named.pair.replace('_', '')).toBe(`${of}${quoted}`);
    }),
  );
});

test('a perpetual contract is settled in its quote asset', () => {
  fc.assert(
    fc.property(base, fc.constantFrom('USDT', 'USDC'), (of, quoted) => {
      const named = pairName({ market: 'futures_um', symbol: `${of}${quoted}` });
      const [, second, third] = 'pair' in named ? named.pair.split('_') : [];
      expect(third).toBe(second);
    }),
  );
});
