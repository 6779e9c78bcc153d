import { formatKey } from '@tapehaul/archive';

/** Key of a day's candles. */
export const keyOf = (symbol: string, day: number): string =>
  formatKey({
    market: 'spot',
    dataType: 'klines',
    symbol,
    interval: '1h',
    partition: 'daily',
    period: `2026-07-${String(day).padStart(2, '0')}`,
  });

/** The object that meets the fault, and some beside it that meet none. */
export const VICTIM: string = keyOf('ETHUSDT', 1);
export const HEALTHY: readonly string[] = [1, 2, 3, 4, 5].map((day) => keyOf('BTCUSDT', day));
