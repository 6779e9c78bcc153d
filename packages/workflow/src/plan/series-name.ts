import type { DataType, Interval, Market } from '@tapehaul/archive';

/** A series, or all intervals of one when the interval is null though its type has some. */
export interface NamedSeries {
  readonly market: Market;
  readonly dataType: DataType;
  readonly symbol: string;
  readonly interval: Interval | null;
}

/** A series as one name, as `spot/klines/BTCUSDT/1h` or `spot/trades/BTCUSDT`. */
export function seriesName({ market, dataType, symbol, interval }: NamedSeries): string {
  return [market, dataType, symbol, ...(interval === null ? [] : [interval])].join('/');
}
