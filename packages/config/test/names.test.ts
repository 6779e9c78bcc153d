import { MARKETS } from '@tapehaul/archive';
import { describe, expect, test } from 'vitest';
import { checkConfig } from '../src/index.ts';
import { readSymbolName } from '../src/names/symbol-names.ts';
import { read, valid } from './valid.ts';

describe('names of other tools', () => {
  test.each([
    ['SPOT', 'spot'],
    ['um', 'futures_um'],
    ['um_futures', 'futures_um'],
    ['UM-Futures', 'futures_um'],
    ['USDT-M', 'futures_um'],
    ['usdm', 'futures_um'],
    ['USDⓈ-M', 'futures_um'],
    ['linear', 'futures_um'],
    ['futures/um', 'futures_um'],
    ['cm_futures', 'futures_cm'],
    ['COIN-M', 'futures_cm'],
    ['inverse', 'futures_cm'],
    ['option', 'options'],
  ])('market %s is %s', (name, market) => {
    expect(read({ markets: [name], symbols: ['BTCUSDT'] })).toMatchObject({ markets: [market] });
  });

  test.each([
    ['candles', 'klines'],
    ['kline', 'klines'],
    ['OHLCV', 'klines'],
    ['agg_trades', 'aggTrades'],
    ['AggTrades', 'aggTrades'],
    ['trade', 'trades'],
    ['ticks', 'trades'],
    ['funding_rates', 'fundingRate'],
    ['fundingrate', 'fundingRate'],
    ['premiumIndex', 'premiumIndexKlines'],
    ['mark_price_klines', 'markPriceKlines'],
    ['index_price', 'indexPriceKlines'],
    ['open_interest', 'metrics'],
    ['book_depth', 'bookDepth'],
    ['bookTickers', 'bookTicker'],
    ['liquidations', 'liquidationSnapshot'],
    ['bvol_index', 'BVOLIndex'],
    ['eoh_summary', 'EOHSummary'],
  ])('data type %s is %s', (name, type) => {
    expect(read({ data_types: [name] })).toMatchObject({ data_types: [type] });
  });

  test.each([
    ['60m', '1h'],
    ['60min', '1h'],
    ['1hour', '1h'],
    ['1H', '1h'],
    ['H1', '1h'],
    ['hourly', '1h'],
    ['1min', '1m'],
    ['5T', '5m'],
    ['M15', '15m'],
    ['240m', '4h'],
    ['24h', '1d'],
    ['1 day', '1d'],
    ['D1', '1d'],
    ['7d', '1w'],
    ['weekly', '1w'],
    ['1M', '1mo'],
    ['1month', '1mo'],
    ['60s', '1m'],
  ])('interval %s is %s', (name, interval) => {
    expect(read({ intervals: [name] })).toMatchObject({ intervals: [interval] });
  });

  test.each(['7m', '2M', 'M1', 'tick', '90', '1x'])('interval %s is none', (name) => {
    expect(read({ intervals: [name] })).toContain('intervals[0]');
  });

  test.each([
    ['btcusdt', 'BTCUSDT'],
    ['BTC/USDT', 'BTCUSDT'],
    ['BTC-USDT', 'BTCUSDT'],
    ['btc_usdt', 'BTCUSDT'],
    ['ETH_BTC', 'ETHBTC'],
    ['BTC USDT', 'BTCUSDT'],
    ['BINANCE:BTCUSDT', 'BTCUSDT'],
    ['1000PEPE/USDT', '1000PEPEUSDT'],
  ])('symbol %s is %s in every market', (name, symbol) => {
    for (const market of MARKETS) {
      expect(read({ markets: [market], symbols: [name] })).toMatchObject({ symbols: [symbol] });
    }
  });

  test.each([
    ['BTC/USDT:USDT', 'futures_um', 'BTCUSDT'],
    ['BTCUSDTPERP', 'futures_um', 'BTCUSDT'],
    ['BTCUSDT.P', 'futures_um', 'BTCUSDT'],
    ['BTCUSDT_PERP', 'futures_um', 'BTCUSDT'],
    ['BTC-USDT-SWAP', 'futures_um', 'BTCUSDT'],
    ['BTC/USDT:USDT-240927', 'futures_um', 'BTCUSDT_240927'],
    ['BTC/USD:BTC', 'futures_cm', 'BTCUSD_PERP'],
    ['BTCUSDPERP', 'futures_cm', 'BTCUSD_PERP'],
    ['BTC-USD-PERP', 'futures_cm', 'BTCUSD_PERP'],
    ['BTC/USD:BTC-250926', 'futures_cm', 'BTCUSD_250926'],
  ])('symbol %s of %s is %s, and refused elsewhere', (name, market, symbol) => {
    expect(read({ markets: [market], symbols: [name] })).toMatchObject({ symbols: [symbol] });
    expect(read({ symbols: [name] })).toContain(
      `which is ${symbol} of ${market}, but the market is spot (did you mean`,
    );
    const both = read({ markets: ['spot', market], symbols: [name] });
    expect(both).toContain(`did you mean "symbols": {"${market}": ["${symbol}"]}?`);
    expect(
      read({ markets: ['spot', market], symbols: { spot: ['BTCUSDT'], [market]: [name] } }),
    ).toMatchObject({
      symbols: { [market]: [symbol] },
    });
  });

  test.each([
    ...[
      'BTCUSDT',
      'BTCUSD_PERP',
      'BTCUSDT_240927',
      'BTCUSD_250926',
      'ICPUSDT_SETTLED',
      'AERGOUSDTSETTLEDSETTLED',
    ],
    ...[
      '1000PEPEUSDT',
      '4USDT',
      'WUSDT',
      'USDCUSDT',
      '币安人生USDT',
      '这是测试币456',
      'PERPUSDT',
      'BTCBVOLUSDT',
      'ETHBTC',
    ],
  ])('%s is a name of the archive, and stays as it is', (symbol) => {
    expect(readSymbolName(symbol).symbol).toBe(symbol);
    expect(checkConfig({ ...valid, symbols: [symbol] }).warnings).toEqual([]);
  });

  test('a coin alone is refused, except for options, whose names it lists', () => {
    expect(read({ symbols: ['BTC'] })).toContain('did you mean BTCUSDT?');
    expect(read({ markets: ['futures_cm'], symbols: ['eth'] })).toContain('did you mean ETHUSD_PERP?');
    expect(read({ markets: ['options'], data_types: ['bvol'], symbols: ['BTC'] })).toMatchObject({
      symbols: ['BTCBVOLUSDT'],
    });
  });

  test.each([
    ['BTC-PERPETUAL', 'futures_um', 'BTCUSDT'],
    ['BTC-PERP', 'futures_cm', 'BTCUSD_PERP'],
    ['BTC_PERP', 'futures_cm', 'BTCUSD_PERP'],
    ['PEPE-SWAP', 'spot', 'PEPEUSDT'],
    ['BTCUSDTPERP', 'futures_cm', 'BTCUSD_PERP'],
    ['BTC/USDT:USDT-240927', 'futures_cm', 'BTCUSD_240927'],
    ['BTC/USD:BTC-250926', 'futures_um', 'BTCUSDT_250926'],
    ['BTC/USD:BTC', 'spot', 'BTCUSDT'],
  ])('a contract %s in %s is likely %s', (symbol, market, likely) => {
    expect(read({ markets: [market], symbols: [symbol] })).toContain(`did you mean ${likely}?`);
  });

  test.each([
    ['60', '1h'],
    ['240', '4h'],
    ['7h', '8h'],
    ['90m', '2h'],
    ['2d', '3d'],
    ['45 min', '1h'],
    ['1x', '1s'],
  ])('an interval %s is likely %s', (interval, likely) => {
    expect(read({ intervals: [interval] })).toContain(`did you mean ${likely}?`);
  });
});
