import { describe, expect, test } from 'vitest';
import { AVAILABILITY, deliveryDay, hasSymbol, isSymbol, symbolForm, symbolMisfit } from '../src/index.ts';

describe('symbols', () => {
  test.each([
    'BTCUSDT',
    '1000PEPEUSDT',
    'BTCUSD_PERP',
    'AERGOUSDTSETTLEDSETTLED',
    '币安人生USDT',
    '这是测试币456',
  ])('%s is one', (text) => {
    expect(isSymbol(text)).toBe(true);
  });

  test.each(['', 'btcusdt', 'BTC/USDT', 'BTC-USDT', '..', '_BTC', 'BTC USDT', 'A'.repeat(65)])(
    '%j is none',
    (text) => {
      expect(isSymbol(text)).toBe(false);
    },
  );

  test('show the form of the contract', () => {
    expect(symbolForm('BTCUSDT', 'spot')).toBe('pair');
    expect(symbolForm('BTCUSDT', 'futures_um')).toBe('perpetual');
    expect(symbolForm('BTCUSDT_240927', 'futures_um')).toBe('delivery');
    expect(symbolForm('ICPUSDT_SETTLED', 'futures_um')).toBe('settled');
    expect(symbolForm('BTCUSD_PERP', 'futures_cm')).toBe('perpetual');
    expect(symbolForm('BTCUSD', 'futures_cm')).toBe('index');
  });

  test('show when a contract is delivered', () => {
    expect(deliveryDay('BTCUSDT_240927')).toBe('2024-09-27');
    expect(deliveryDay('BTCUSDT_241399')).toBeUndefined();
    expect(deliveryDay('BTCUSDT')).toBeUndefined();
  });

  test.each([
    ['BTCUSDT', 'futures_cm', 'klines', 'BTCUSD_PERP'],
    ['BTCUSD', 'futures_cm', 'klines', 'BTCUSD_PERP'],
    ['BTCUSD_PERP', 'futures_cm', 'indexPriceKlines', 'BTCUSD'],
    ['BTCUSD_PERP', 'futures_um', 'klines', 'BTCUSDT'],
    ['BTCUSDT', 'options', 'BVOLIndex', 'BTCBVOLUSDT'],
    ['ADAUSDT', 'options', 'EOHSummary', undefined],
    ['BTCUSD_250926', 'futures_cm', 'premiumIndexKlines', 'BTCUSD_PERP'],
  ] as const)('%s cannot be in %s %s, %s was meant', (symbol, market, type, likely) => {
    expect(symbolMisfit(symbol, market, type)).toBeDefined();
    expect(symbolMisfit(symbol, market, type)?.likely).toBe(likely);
  });

  test.each([
    ['BTCUSD_PERP', 'futures_cm', 'klines'],
    ['ADAUSD_200925', 'futures_cm', 'trades'],
    ['BTCUSD', 'futures_cm', 'indexPriceKlines'],
    ['BTCUSD', 'futures_cm', 'markPriceKlines'],
    ['BTCUSD_PERP', 'futures_cm', 'markPriceKlines'],
    ['BTCUSDT_240927', 'futures_um', 'klines'],
    ['ETHBTC', 'futures_um', 'klines'],
  ] as const)('%s may be in %s %s', (symbol, market, type) => {
    expect(symbolMisfit(symbol, market, type)).toBeUndefined();
  });

  test.each([
    ['futures_um', 'klines', 'BTCUSDT_240927', true],
    ['futures_um', 'fundingRate', 'BTCUSDT_240927', false],
    ['futures_cm', 'fundingRate', 'BTCUSD_PERP', true],
    ['futures_cm', 'klines', 'BTCUSD', false],
    ['futures_cm', 'indexPriceKlines', 'BTCUSD', true],
    ['futures_cm', 'indexPriceKlines', 'BTCUSD_PERP', false],
    ['futures_cm', 'markPriceKlines', 'BTCUSD', true],
    ['futures_cm', 'premiumIndexKlines', 'ADAUSD_200925', false],
    ['options', 'BVOLIndex', 'ETHBVOLUSDT', true],
    ['options', 'EOHSummary', 'ETHBVOLUSDT', false],
    ['spot', 'metrics', 'BTCUSDT', false],
  ] as const)('of %s that have %s: %s is one of them: %s', (market, type, symbol, has) => {
    expect(hasSymbol(market, type, symbol)).toBe(has);
  });

  test('that have a type fit it', () => {
    const symbols = ['BTCUSDT', 'BTCUSD', 'BTCUSD_PERP', 'BTCUSD_250926', 'BTCBVOLUSDT', 'ICPUSDT_SETTLED'];
    for (const { market, dataType } of AVAILABILITY.filter(({ market }) => market !== 'spot')) {
      const known = symbols.filter((symbol) => hasSymbol(market, dataType, symbol));
      const likely = known.filter((symbol) => /USDT/.test(symbol) === (market !== 'futures_cm'));
      for (const symbol of likely.filter((one) => !one.endsWith('_PERP') || market === 'futures_cm')) {
        expect([symbol, symbolMisfit(symbol, market, dataType)]).toEqual([symbol, undefined]);
      }
    }
  });
});
