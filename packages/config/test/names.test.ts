import { addDays, DATA_TYPES, INTERVALS, isSymbol, MARKETS } from '@tapehaul/archive';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConfig, problemText } from '../src/index.ts';
import { readDays } from '../src/names/day-names.ts';
import { readSymbolName } from '../src/names/symbol-names.ts';

const valid = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  date_range: { start: '2025-07-01', end: '2025-07-15' },
};

/** What a key reads for a value, or what is said of it. */
function read(change: object): Record<string, unknown> | string {
  const { config, problems } = checkConfig({ ...valid, ...change });
  return config === undefined ? problems.map(problemText).join('; ') : { ...config };
}

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

  test('a coin alone is refused, but for options, whose names it tells', () => {
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

  test('all of something', () => {
    expect(read({ markets: ['*'] })).toMatchObject({ markets: [...MARKETS] });
    expect(read({ data_types: ['all'], markets: MARKETS })).toMatchObject({ data_types: [...DATA_TYPES] });
    expect(read({ data_types: '*' })).toMatchObject({ data_types: ['klines', 'trades', 'aggTrades'] });
    expect(read({ intervals: ['*'] })).not.toHaveProperty('intervals');
    expect(read({ intervals: { klines: '*', markPriceKlines: ['1h'] } })).toMatchObject({
      intervals: { markPriceKlines: ['1h'] },
    });
    expect(read({ symbols: ['all'] })).toMatchObject({ symbols: ['*'], planning: 'listing' });
  });

  test('a text alone is a list of one, and nothing is left out', () => {
    const texts = {
      markets: 'spot',
      symbols: 'BTCUSDT,ETHUSDT',
      data_types: 'klines',
      intervals: '1h',
      matrix_path: null,
    };
    expect(read(texts)).toMatchObject({
      markets: ['spot'],
      symbols: ['BTCUSDT', 'ETHUSDT'],
      data_types: ['klines'],
      intervals: ['1h'],
    });
  });

  test('flags and variables are read as files are, and the warning names them', () => {
    const options = {
      env: { TAPEHAUL_MARKETS: 'um' },
      overrides: { intervals: ['60m'], data_types: 'candles' },
    };
    const { config, warnings } = checkConfig(valid, options);
    expect(config).toMatchObject({ markets: ['futures_um'], intervals: ['1h'], data_types: ['klines'] });
    expect(warnings.map(problemText)).toEqual([
      'markets (environment TAPEHAUL_MARKETS): "um" is read as futures_um',
      'data_types (override): "candles" is read as klines',
      'intervals (override): "60m" is read as 1h',
    ]);
  });

  test('our own names are read as they are, without a word', () => {
    for (const market of MARKETS) expect(checkConfig({ ...valid, markets: [market] }).warnings).toEqual([]);
    for (const type of DATA_TYPES) expect(checkConfig({ ...valid, data_types: [type] }).warnings).toEqual([]);
    for (const interval of INTERVALS)
      expect(checkConfig({ ...valid, intervals: [interval] }).warnings).toEqual([]);
  });
});

const day = fc.integer({ min: 0, max: 30_000 }).map((days) => addDays('2017-08-17', days % 3_600));
const asset = fc.stringMatching(/^[A-Z0-9]{2,9}$/);

describe('days', () => {
  test('are the same in every spelling that has one meaning', () => {
    fc.assert(
      fc.property(day, (text) => {
        const [year = '', month = '', date = ''] = text.split('-');
        const spellings = [
          text,
          year + month + date,
          Number(year + month + date),
          `${year}/${month}/${date}`,
          `${year}.${Number(month)}.${Number(date)}`,
          `${year}-${Number(month)}-${Number(date)}`,
          `${text}T00:00:00Z`,
          `${text}T23:59:59.999+00:00`,
          `${text} 12:30`,
          ` ${text} `,
        ];
        for (const spelling of spellings) expect(readDays(spelling)).toEqual({ first: text, last: text });
      }),
    );
  });

  test('are never guessed: what is read exists, and holds the digits that were written', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[\d/:.TZ +-]{4,25}$/), fc.double(), fc.integer()),
        (text) => {
          const days = readDays(text);
          if (days === undefined) return;
          expect(days.first).toMatch(/^\d{4}-\d{2}-\d{2}$/);
          expect(days.first <= days.last).toBe(true);
          expect(String(text).trim()).toContain(days.first.slice(0, 4));
        },
      ),
    );
  });

  test.each([
    [{ date_range: '2025-07' }, '2025-07-01', '2025-07-31'],
    [{ date_range: '2025-07-01..2025-07-03' }, '2025-07-01', '2025-07-03'],
    [{ date_range: '2025-07-01/2025-07-03' }, '2025-07-01', '2025-07-03'],
    [{ date_range: ['20250701', '20250703'] }, '2025-07-01', '2025-07-03'],
    [{ date_range: { from: '2025-07', to: '2025-08' } }, '2025-07-01', '2025-08-31'],
    [{ date_range: { start: '2024', end: 'today' } }, '2024-01-01', 'latest'],
    [{ date_range: undefined, start_date: '2025/07/01', end_date: 20250703 }, '2025-07-01', '2025-07-03'],
    [{ date_range: undefined, startDate: '2025-07-01T00:00:00Z', endDate: 'now' }, '2025-07-01', 'latest'],
    [{ date_range: undefined, date: '2025-07-01' }, '2025-07-01', '2025-07-01'],
    [{ date_range: undefined, month: '2025-02' }, '2025-02-01', '2025-02-28'],
    [
      { date_range: undefined, dates: ['2025-07-01', '2025-07-02', '2025-07-03'] },
      '2025-07-01',
      '2025-07-03',
    ],
  ])('%j', (change, start, end) => {
    expect(read(change)).toMatchObject({ date_range: { start, end } });
  });

  test.each(['07/01/2025', '2025-07-01T00:00:00+09:00', '2025-02-30', '1751328000', 'last week', '2025-13'])(
    '%s is refused',
    (start) => {
      expect(read({ date_range: { start, end: '2026-01-01' } })).toContain('date_range.start: got');
    },
  );
});

describe('symbols', () => {
  test('that are read are ones of the archive, or are left as they are', () => {
    fc.assert(
      fc.property(
        asset,
        fc.constantFrom('USDT', 'BTC', 'USDC', 'EUR'),
        fc.constantFrom('/', '-', ' ', ''),
        (base, quote, by) => {
          const { symbol, market } = readSymbolName(`${base}${by}${quote}`.toLowerCase());
          expect([symbol, market]).toEqual([base + quote, undefined]);
          expect(isSymbol(symbol)).toBe(true);
        },
      ),
    );
  });

  test('are read once: what was read stays as it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Z0-9/:_.-]{1,20}$/)), (text) => {
        const { symbol } = readSymbolName(text);
        fc.pre(isSymbol(symbol));
        expect(readSymbolName(symbol).symbol).toBe(symbol);
      }),
    );
  });
});
