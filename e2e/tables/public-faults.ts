import { addDays, daysBetween } from '@tapehaul/archive';
import { aggTradeDay, candleDay, metricsDay, tradeDay } from './fault-files.ts';

/** A fault that was published, in a small file, and what is expected of its table. */
export interface PublicFault {
  /** Issues of binance-public-data. */
  readonly issues: string;
  readonly what: string;
  readonly series: string;
  readonly month: string;
  /** Lines by period. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly rows: number;
  /** Count of each rule that finds something, `unchecked_by_daily` and `daily_missing` left out. */
  readonly findings: Readonly<Record<string, number>>;
  /** Rows by partition of the file that they were taken from. */
  readonly from: { readonly monthly?: number; readonly daily?: number };
}

const UM = 'futures_um/aggTrades/BTCUSDT';
const without = (lines: readonly string[], first: number, count: number): string[] =>
  lines.toSpliced(first, count);
const days = (first: string, last: string): string[] => [...daysBetween(first, last)];
const months = (month: string, of: (day: string, index: number) => readonly string[]): string[] =>
  days(`${month}-01`, addDays(`${month}-01`, month === '2022-02' ? 27 : 29)).flatMap(of);

const november = months('2022-11', (day, index) => aggTradeDay(day, 1_000 + index * 100, 100));
const ofDay = (lines: readonly string[], index: number): string[] =>
  lines.slice(index * 100, index * 100 + 100);
const DAY_6 = '2022-11-06';
const many = aggTradeDay(DAY_6, 5_000, 1_200);
const candles = months('2022-11', (day) => candleDay(day, 3_600, 'volumes'));
const marks = candleDay('2023-11-10', 60, 'no volumes');
const trades = tradeDay(DAY_6, 9_000, 1_200, 1);

export const PUBLIC_FAULTS: readonly PublicFault[] = [
  {
    issues: '#140 #161',
    what: 'a monthly file lacks a whole day, which its daily file has',
    series: UM,
    month: '2022-11',
    files: { '2022-11': without(november, 500, 100), [DAY_6]: ofDay(november, 5) },
    rows: 3_000,
    findings: { monthly_short: 100 },
    from: { monthly: 2_900, daily: 100 },
  },
  {
    issues: '#140 #161',
    what: 'a monthly file lacks a whole day, and no daily file is held',
    series: UM,
    month: '2022-11',
    files: { '2022-11': without(november, 500, 100) },
    rows: 2_900,
    findings: { id_hole: 100, day_missing: 1 },
    from: { monthly: 2_900 },
  },
  {
    issues: '#190',
    what: 'ids are missing in the middle of a day',
    series: UM,
    month: '2022-11',
    files: { [DAY_6]: without(many, 400, 30) },
    rows: 1_170,
    findings: { id_hole: 30 },
    from: { daily: 1_170 },
  },
  {
    issues: '#203',
    what: 'a run of rows stands twice',
    series: UM,
    month: '2022-11',
    files: { [DAY_6]: [...many.slice(0, 600), ...many.slice(500)] },
    rows: 1_200,
    findings: { duplicate_rows: 100, disorder: 1 },
    from: { daily: 1_200 },
  },
  {
    issues: '#213',
    what: 'a day of trades ends at 20:14, as its monthly file shows',
    series: 'futures_um/trades/BTCUSDT',
    month: '2022-11',
    files: { '2022-11': trades, [DAY_6]: trades.slice(0, 1_012) },
    rows: 1_200,
    findings: { daily_short: 188 },
    from: { monthly: 1_200 },
  },
  {
    issues: '#213',
    what: 'a day of trades ends at 20:14, and no monthly file is held',
    series: 'futures_um/trades/BTCUSDT',
    month: '2022-11',
    files: { [DAY_6]: trades.slice(0, 1_012) },
    rows: 1_012,
    findings: { short_day: 1 },
    from: { daily: 1_012 },
  },
  {
    issues: '#293',
    what: 'the rows of two streams alternate',
    series: UM,
    month: '2022-11',
    files: { [DAY_6]: many.slice(0, 600).flatMap((line, row) => [line, many[600 + row] ?? '']) },
    rows: 1_200,
    findings: { disorder: 599 },
    from: { daily: 1_200 },
  },
  {
    issues: '#320 #359 #403',
    what: 'a monthly file of candles lacks its last days, which daily files have',
    series: 'futures_um/klines/BTCUSDT/1h',
    month: '2022-11',
    files: {
      '2022-11': candles.slice(0, 28 * 24),
      '2022-11-28': candles.slice(27 * 24, 28 * 24),
      '2022-11-29': candles.slice(28 * 24, 29 * 24),
      '2022-11-30': candles.slice(29 * 24),
    },
    rows: 720,
    findings: { monthly_short: 48 },
    from: { monthly: 28 * 24, daily: 48 },
  },
  {
    issues: '#359 #403',
    what: 'a monthly file of candles lacks hours, and no daily file is held',
    series: 'futures_um/klines/BTCUSDT/1h',
    month: '2022-11',
    files: { '2022-11': without(candles, 250, 5) },
    rows: 715,
    findings: { missing_rows: 5 },
    from: { monthly: 715 },
  },
  {
    issues: '#353',
    what: 'one id stands for two rows with different trades: both stay',
    series: UM,
    month: '2022-11',
    files: { [DAY_6]: many.toSpliced(600, 0, many[599]?.replace(/,11198,11199,/, ',990,991,') ?? '') },
    rows: 1_201,
    findings: { key_conflict: 1, disorder: 1 },
    from: { daily: 1_201 },
  },
  {
    issues: '#363',
    what: 'single ids of futures_um are missing, which is usual',
    series: 'futures_um/trades/BTCUSDT',
    month: '2022-11',
    files: { [DAY_6]: trades.filter((_, row) => row !== 100 && row !== 700 && row !== 701) },
    rows: 1_197,
    findings: { id_hole_small: 3 },
    from: { daily: 1_197 },
  },
  {
    issues: '#475',
    what: 'a monthly file of candles has other values than its daily file',
    series: 'futures_um/klines/BTCUSDT/1m',
    month: '2022-11',
    files: {
      '2022-11': months('2022-11', (day) => [
        ...candleDay(day, 60, 'volumes', day === DAY_6 ? 90 : 100).slice(0, 398),
        ...candleDay(day, 60, 'volumes').slice(398),
      ]),
      [DAY_6]: candleDay(DAY_6, 60, 'volumes'),
    },
    rows: 43_200,
    findings: { values_differ: 398 },
    from: { monthly: 29 * 1_440, daily: 1_440 },
  },
  {
    issues: '#476',
    what: 'all rows of a day have buyers as makers',
    series: UM,
    month: '2022-11',
    files: { [DAY_6]: aggTradeDay(DAY_6, 5_000, 1_200, () => true) },
    rows: 1_200,
    findings: { maker_share: 1_200 },
    from: { daily: 1_200 },
  },
  {
    issues: '#484',
    what: 'five candles of the mark price are missing',
    series: 'futures_um/markPriceKlines/BTCUSDT/1m',
    month: '2023-11',
    files: { '2023-11-10': without(marks, 220, 5) },
    rows: 1_435,
    findings: { missing_rows: 5 },
    from: { daily: 1_435 },
  },
  {
    issues: '#484',
    what: 'metrics have rows twice, one of them with another value, and one without open interest',
    series: 'futures_um/metrics/BTCUSDT',
    month: '2022-11',
    files: {
      [DAY_6]: [
        ...metricsDay(DAY_6).map((line, row) =>
          row === 20 ? line.replace('76020.1910000000000000', '0') : line,
        ),
        ...metricsDay(DAY_6).slice(0, 3),
        metricsDay(DAY_6)[10]?.replace('1.25', '1.75') ?? '',
      ],
    },
    rows: 289,
    findings: { duplicate_rows: 3, key_conflict: 1, disorder: 1, zero_open_interest: 1 },
    from: { daily: 289 },
  },
  {
    issues: '#492',
    what: 'a day of futures_cm ends after two hours, with one flag in all rows',
    series: 'futures_cm/trades/BTCUSD_PERP',
    month: '2026-07',
    files: { '2026-07-06': tradeDay('2026-07-06', 9_000, 14_400, 1, () => true).slice(0, 1_200) },
    rows: 1_200,
    findings: { short_day: 1, maker_share: 1_200 },
    from: { daily: 1_200 },
  },
];
