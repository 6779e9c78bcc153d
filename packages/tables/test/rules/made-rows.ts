import { asDataType } from '@tapehaul/archive';
import { type RowFinding, rowChecker, tableSchema } from '@tapehaul/tables';

/** A row by names of columns; times in microseconds since 1970 UTC. */
export type MadeRow = Readonly<Record<string, number>>;

export const MINUTE = 60e6;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface MadeFile {
  readonly market?: string;
  readonly dataType: string;
  readonly interval?: string;
  readonly period: string;
}

/** What the checker finds in these rows, in the order of the list. */
export function findingsIn(file: MadeFile, rows: readonly MadeRow[]): readonly RowFinding[] {
  const { market = 'spot', dataType, interval = null, period } = file;
  const type = asDataType(dataType);
  const columns = type === undefined ? [] : tableSchema(type).columns;
  const checker = rowChecker({
    series: { market, dataType, symbol: 'BTCUSDT', interval },
    period,
    key: 'the/file.zip',
    columns,
  });
  const values = new Float64Array(columns.length);
  for (const row of rows) {
    for (const [position, { name }] of columns.entries()) values[position] = row[name] ?? Number.NaN;
    checker.row(values);
  }
  return checker.end();
}

/** Findings as short lines: rule, severity, day, count. */
export function shortOf(findings: readonly RowFinding[]): readonly string[] {
  return findings.map(({ rule, severity, day, count }) => `${day} ${rule} ${severity} ${count}`);
}

/** Microseconds since 1970 UTC of a time such as `2025-07-01T08:00`. */
export function at(time: string): number {
  return Date.parse(`${time}${time.includes('T') ? '' : 'T00:00'}Z`) * 1000;
}

/** Candles from a time on, one for each step. */
export function candles(from: number, count: number, step = MINUTE, unit = 1000): MadeRow[] {
  return Array.from({ length: count }, (_, position) => {
    const price = 100 + (position % 7);
    const time = from + position * step;
    return {
      open_time: time,
      open: price,
      high: price + 2,
      low: price - 1,
      close: price + 1,
      volume: 3,
      close_time: time + step - unit,
      quote_volume: 3 * price,
      count: 5,
      taker_buy_volume: 1,
      taker_buy_quote_volume: price,
    };
  });
}

/** Single trades at even distances, with ids from the first on. */
export function trades(from: number, count: number, pause: number, firstId = 1000): MadeRow[] {
  return Array.from({ length: count }, (_, position) => {
    const price = 65_000.1 + (position % 50) * 0.1;
    const qty = 0.001 * (1 + (position % 9));
    return {
      id: firstId + position,
      price,
      qty,
      quote_qty: Math.round(price * qty * 1e8) / 1e8,
      time: from + position * pause,
      is_buyer_maker: position % 2,
    };
  });
}

/** Aggregated trades at even distances; each stands for two single ones. */
export function aggTrades(from: number, count: number, pause: number, firstId = 500): MadeRow[] {
  return Array.from({ length: count }, (_, position) => ({
    agg_trade_id: firstId + position,
    price: 65_000.1,
    quantity: 0.002,
    first_trade_id: 2 * (firstId + position),
    last_trade_id: 2 * (firstId + position) + 1,
    transact_time: from + position * pause,
    is_buyer_maker: position % 2,
  }));
}
