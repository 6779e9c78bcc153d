import { describe, expect, test } from 'vitest';
import { deliveryDay, isSymbol, symbolForm, symbolMisfit } from '../src/index.ts';

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

  test('tell the form of the contract', () => {
    expect(symbolForm('BTCUSDT', 'spot')).toBe('pair');
    expect(symbolForm('BTCUSDT', 'futures_um')).toBe('perpetual');
    expect(symbolForm('BTCUSDT_240927', 'futures_um')).toBe('delivery');
    expect(symbolForm('ICPUSDT_SETTLED', 'futures_um')).toBe('settled');
    expect(symbolForm('BTCUSD_PERP', 'futures_cm')).toBe('perpetual');
    expect(symbolForm('BTCUSD', 'futures_cm')).toBe('index');
  });

  test('tell when a contract is delivered', () => {
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
});
