import { textOf } from './archive-zip.ts';
import type { SpecialFile } from './special-file.ts';
import { FUTURES_FILES } from './special-futures-files.ts';
import {
  AGG_HEADER,
  aggTrades,
  CANDLE_HEADER,
  candle,
  MINUTE_MS,
  minutes,
  PLAIN,
  RANDOM,
  RANDOM_LARGE,
  spotTrades,
} from './special-lines.ts';

/** Candles and trades, and behind them what only futures and options have. */
export const SPECIAL_FILES: readonly SpecialFile[] = [
  {
    what: 'milliseconds and microseconds in one file',
    series: 'spot/klines/BTCUSDT/1m',
    period: '2025-01',
    text: textOf([...minutes('2025-01-01', 50, 1), ...minutes('2025-01-02', 50, 1_000)]),
  },
  {
    what: 'the last day of milliseconds',
    series: 'spot/klines/ETHUSDT/1m',
    period: '2024-12-31',
    text: textOf(minutes('2024-12-31', 60, 1)),
  },
  {
    what: 'the first day of microseconds',
    series: 'spot/klines/BNBUSDT/1m',
    period: '2025-01-01',
    text: textOf(minutes('2025-01-01', 60, 1_000)),
  },
  {
    what: 'CRLF, a byte order mark and a header',
    series: 'futures_um/klines/BTCUSDT/1m',
    period: '2024-02-17',
    text: `\ufeff${[CANDLE_HEADER, ...minutes('2024-02-17', 60, 1), ''].join('\r\n')}`,
  },
  {
    what: 'quotes around all fields, the header too',
    series: 'futures_um/klines/ETHUSDT/1m',
    period: '2024-02-17',
    text: textOf(
      [CANDLE_HEADER, ...minutes('2024-02-17', 60, 1)].map((line) =>
        line
          .split(',')
          .map((field) => `"${field}"`)
          .join(),
      ),
    ),
  },
  {
    what: 'a header in other words',
    series: 'futures_um/klines/XRPUSDT/1m',
    period: '2024-02-17',
    text: textOf([
      'Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume,Number of trades,a,b,Ignore',
      ...minutes('2024-02-17', 60, 1),
    ]),
  },
  { what: 'an empty file', series: 'spot/aggTrades/BTCUSDT', period: '2024-02-17', text: '' },
  {
    what: 'nothing but a header',
    series: 'futures_um/aggTrades/BTCUSDT',
    period: '2024-02-17',
    text: textOf([AGG_HEADER]),
  },
  {
    what: 'nothing but a header, of a month',
    series: 'futures_um/klines/LTCUSDT/1h',
    period: '2024-02',
    text: textOf([CANDLE_HEADER]),
  },
  { what: 'an empty file of a month of trades', series: 'spot/trades/LTCUSDT', period: '2024-02', text: '' },
  {
    what: 'no line break at the end',
    series: 'futures_um/aggTrades/ETHUSDT',
    period: '2024-02-17',
    text: textOf([AGG_HEADER, ...aggTrades(50, 40)]).trimEnd(),
  },
  {
    what: 'blank lines, a second header, lines of other lengths and words for numbers',
    series: 'futures_um/aggTrades/XRPUSDT',
    period: '2024-02-17',
    text: textOf([
      AGG_HEADER,
      ...aggTrades(50, 10),
      '',
      AGG_HEADER,
      '61,5.1',
      '62,abc,1,1,1,1708128000000,true',
      '63,5.1,1,1,1,1708128000000,yes',
      '64,5.1,1,1,1,1708128000000,true,1',
      ' ',
      ...aggTrades(70, 10),
    ]),
  },
  {
    what: 'rows twice, out of order, and one id with two trades',
    series: 'futures_um/aggTrades/LTCUSDT',
    period: '2024-02-17',
    text: textOf([
      ...aggTrades(70, 10),
      ...aggTrades(50, 25),
      ...aggTrades(60, 5),
      '65,5.10,1.000,900,900,1708128007500,true',
      '65,5.1,1,900,900,1708128007500,TRUE',
    ]),
  },
  {
    what: 'flags in any case',
    series: 'spot/trades/BTCUSDT',
    period: '2025-01-17',
    text: textOf(
      spotTrades(
        Array.from({ length: 30 }, () => ['1.5', '2', '3']),
        ['True', 'FALSE', 'true', 'False', 'TRUE', 'false'],
      ),
    ),
  },
  {
    what: 'quantities of coins with many units, tiny prices, and ids beyond 2^53',
    series: 'spot/trades/币安人生USDT',
    period: '2025-01-17',
    text: textOf(
      spotTrades([
        ['0.00000001', '46116860414.00000000', '461.16860414'],
        ['0.00000123', '92141578.00', '113.33414094'],
        ['0.00001', '9999999999.99999999', '100000'],
        ['9999999999.99999999', '0.00000001', '100'],
      ]),
    ),
  },
  {
    what: 'volumes beyond 18 digits',
    series: 'spot/klines/SHIBUSDT/1d',
    period: '2025-01',
    text: textOf(
      [
        [
          '0.00002100',
          '0.00002200',
          '0.00002000',
          '0.00002112',
          '9999999999.99999999',
          '211200000.00000001',
          '1',
          '1',
        ],
        [
          '0.00002100',
          '0.00002200',
          '0.00002000',
          '0.00002112',
          '92233720368547.75807001',
          '1947976174.18387654',
          '17179869184123.12345678',
          '9999999999.99999999',
        ],
        ['1e-8', '1E-08', '0.00000001', '1.0E-8', '10000000000', '1.5E+3', '1e10', '67108864.12345678'],
      ].map((numbers, index) => candle(Date.parse('2025-01-03') + index * 86_400_000, 1_000, numbers)),
    ),
  },
  {
    what: 'random digits of prices',
    series: 'spot/klines/LTCUSDT/1m',
    period: '2025-01-17',
    text: textOf(
      Array.from({ length: 400 }, (_, row) =>
        candle(Date.parse('2025-01-17') + row * MINUTE_MS, 1_000, RANDOM.slice(row * 8, row * 8 + 8)),
      ),
    ),
  },
  {
    what: 'random digits of volumes',
    series: 'spot/klines/ADAUSDT/1m',
    period: '2025-01-17',
    text: textOf(
      Array.from({ length: 800 }, (_, row) =>
        candle(Date.parse('2025-01-17') + row * MINUTE_MS, 1_000, [
          '1',
          '1',
          '1',
          '1',
          ...RANDOM_LARGE.slice(row * 4, row * 4 + 4),
        ]),
      ),
    ),
  },
  {
    what: 'whole numbers with decimals',
    series: 'spot/klines/XRPUSDT/1m',
    period: '2025-01-17',
    text: textOf(
      ['7.0', '1e3', '0', '2147483647'].map((count, row) =>
        candle(Date.parse('2025-01-17') + row * MINUTE_MS, 1_000, PLAIN, count),
      ),
    ),
  },
  ...FUTURES_FILES,
];
