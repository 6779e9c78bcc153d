import { addDays, DATA_TYPES, INTERVALS, isSymbol, MARKETS } from '@tapehaul/archive';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConfig, problemText } from '../src/index.ts';
import { readDays } from '../src/names/day-names.ts';
import { readSymbolName } from '../src/names/symbol-names.ts';
import { read, valid } from './valid.ts';

describe('names of other tools', () => {
  test('all of something', () => {
    expect(read({ markets: ['*'] })).toMatchObject({ markets: [...MARKETS] });
    expect(read({ data_types: ['all'], markets: MARKETS })).toMatchObject({ data_types: [...DATA_TYPES] });
    expect(read({ data_types: '*' })).toMatchObject({ data_types: ['klines', 'trades', 'aggTrades'] });
    expect(read({ intervals: ['*'] })).not.toHaveProperty('intervals');
    expect(read({ intervals: { klines: '*', markPriceKlines: ['1h'] } })).toMatchObject({
      intervals: { markPriceKlines: ['1h'] },
    });
    expect(read({ symbols: ['all'] })).toMatchObject({ symbols: ['*'], planning: 'auto' });
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
