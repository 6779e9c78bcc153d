import { textOf } from './archive-zip.ts';
import type { SpecialFile } from './special-file.ts';

const METRICS_HEADER =
  'create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio';
const metric = (time: string, ...numbers: string[]): string => [time, 'BTCUSDT', ...numbers].join();

export const FUTURES_FILES: readonly SpecialFile[] = [
  {
    what: 'unsorted, with blanks, "" and 16 decimals',
    series: 'futures_um/metrics/BTCUSDT',
    period: '2024-02-17',
    text: textOf([
      METRICS_HEADER,
      metric(
        '2024-02-17 00:05:00',
        '76643.1910000000000000',
        '3964589623.9430000000000000',
        '1.1234567890123456',
        '0.9',
        '',
        '""',
      ),
      metric('2024-02-18 00:00:00', '0', '0.0000000000000001', '', '', '', ''),
      metric('2024-02-17 00:15:00', '76643.1', '3964589623', '""', '"1.5"', '1e-16', '-0.5'),
      metric('2024-02-17 00:10:00', '9999999999999999999999.9999999999999999', '12', '1', '2', '3', '4'),
      metric(
        '2024-02-17 00:05:00',
        '76643.1910000000000000',
        '3964589623.9430000000000000',
        '1.1234567890123456',
        '0.9',
        '',
        '""',
      ),
    ]),
  },
  {
    what: 'percentages with and without decimals',
    series: 'futures_um/bookDepth/BTCUSDT',
    period: '2024-02-17',
    text: textOf([
      'timestamp,percentage,depth,notional',
      ...['-5.00', '-1', '-0.2', '0.20', '1.00', '5'].flatMap((percentage) => [
        `2024-02-17 00:00:07,${percentage},8123.45600000,412345678.12345678`,
        `2024-02-17 00:00:37,${percentage},8123.456,0`,
      ]),
    ]),
  },
  {
    what: 'rates below zero, zero with a minus, and payments some milliseconds off',
    series: 'futures_um/fundingRate/BTCUSDT',
    period: '2024-02',
    text: textOf([
      'calc_time,funding_interval_hours,last_funding_rate',
      ...['0.00010000', '-0.00012345', '-0.00000000', '-0', '1e-8', '-1E-7'].map(
        (rate, index) =>
          `${Date.parse('2024-02-01') + index * 28_800_000 + ([0, 7, -3, 29_999, 30_000, 999][index % 6] ?? 0)},8,${rate}`,
      ),
    ]),
  },
  {
    what: 'the same order twice, and an order that differs in one word',
    series: 'futures_cm/liquidationSnapshot/BTCUSD_PERP',
    period: '2024-02-17',
    text: textOf([
      'time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,accumulated_fill_quantity',
      ...['SELL', 'SELL', 'BUY', '"BUY"'].map(
        (side, index) =>
          `1708128000123,${side},LIMIT,IOC,5,51000.1,51001,${index === 3 ? 'NEW' : 'FILLED'},5,5`,
      ),
      '1708128000001,BUY,LIMIT,IOC,1,2,3,FILLED,5,5',
    ]),
  },
  {
    what: 'words with commas and quotes',
    series: 'options/EOHSummary/BTCUSDT',
    period: '2023-07-17',
    text: textOf([
      ['date', 'hour', 'symbol'].join(),
      ...['0', '7', '09', '23'].flatMap((hour, index) => [
        `2023-07-17,${hour},"BTC-230730-30000-C",BTCUSDT,"C, ""call""",30000,${Array.from({ length: 19 }, (_, value) => `${value === 14 ? '-' : ''}${index}.${value}5`).join()}`,
      ]),
    ]),
  },
];
