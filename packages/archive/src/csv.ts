import { type DataType, isCandleType } from './data-types.ts';
import type { Market } from './markets.ts';

/** How times are written in a file. */
export type TimeUnit = 'milliseconds' | 'microseconds' | 'text';

/** Columns of the CSV inside an object, and how it writes time. */
export interface CsvFormat {
  readonly columns: readonly string[];
  /** Whether the first line names the columns. Readers should decide from the first byte of a real file. */
  readonly header: boolean;
  readonly time: TimeUnit;
}

/** Spot files count in microseconds from this day on; futures and options stay with milliseconds. */
export const SPOT_MICROSECONDS_FROM = '2025-01-01';

/** Futures trades and aggTrades begin with a header line from this day on (binance-public-data #177, #278). */
const TRADE_HEADER_FROM = '2022-08-11';
/** Futures candles begin with a header line from about this day on (binance-public-data #246). */
const CANDLE_HEADER_FROM = '2022-05-01';

const words = (text: string): readonly string[] => text.split(' ');

const CANDLES = words(
  'open_time open high low close volume close_time quote_volume count taker_buy_volume taker_buy_quote_volume ignore',
);
const SPOT_AGG_TRADES = words(
  'agg_trade_id price quantity first_trade_id last_trade_id transact_time is_buyer_maker is_best_match',
);
const SPOT_TRADES = words('id price qty quote_qty time is_buyer_maker is_best_match');

const PLAIN: Readonly<Record<Exclude<DataType, 'klines' | `${string}Klines`>, readonly string[]>> = {
  trades: words('id price qty quote_qty time is_buyer_maker'),
  aggTrades: words('agg_trade_id price quantity first_trade_id last_trade_id transact_time is_buyer_maker'),
  fundingRate: words('calc_time funding_interval_hours last_funding_rate'),
  metrics: words(
    'create_time symbol sum_open_interest sum_open_interest_value count_toptrader_long_short_ratio ' +
      'sum_toptrader_long_short_ratio count_long_short_ratio sum_taker_long_short_vol_ratio',
  ),
  bookDepth: words('timestamp percentage depth notional'),
  bookTicker: words(
    'update_id best_bid_price best_bid_qty best_ask_price best_ask_qty transaction_time event_time',
  ),
  liquidationSnapshot: words(
    'time side order_type time_in_force original_quantity price average_price order_status ' +
      'last_fill_quantity accumulated_fill_quantity',
  ),
  BVOLIndex: words('calc_time symbol base_asset quote_asset index_value'),
  EOHSummary: words(
    'date hour symbol underlying type strike open high low close volume_contracts volume_usdt ' +
      'best_bid_price best_ask_price best_bid_qty best_ask_qty best_buy_iv best_sell_iv mark_price mark_iv ' +
      'delta gamma vega theta openinterest_contracts openinterest_usdt',
  ),
};

/**
 * The CSV format of an object: columns by type and market, the header by market and age, the time unit by
 * market and age. Column names of headerless spot files are those of the documentation. In coin-margined
 * files the "quote" columns hold the base asset (binance-public-data #267).
 */
export function csvFormat(market: Market, dataType: DataType, period: string): CsvFormat {
  const firstDay = period.length === 7 ? `${period}-01` : period;
  if (market === 'spot') {
    const columns = spotColumns(dataType);
    return {
      columns,
      header: false,
      time: firstDay < SPOT_MICROSECONDS_FROM ? 'milliseconds' : 'microseconds',
    };
  }
  return {
    columns: columnsOf(market, dataType),
    header: hasHeader(dataType, firstDay),
    time: timeOf(dataType),
  };
}

function spotColumns(dataType: DataType): readonly string[] {
  if (dataType === 'aggTrades') return SPOT_AGG_TRADES;
  return dataType === 'trades' ? SPOT_TRADES : columnsOf('spot', dataType);
}

function columnsOf(market: Market, dataType: DataType): readonly string[] {
  if (isCandleType(dataType)) return CANDLES;
  const columns = PLAIN[dataType];
  const coinMargined = market === 'futures_cm' && dataType === 'trades';
  return coinMargined ? columns.map((name) => (name === 'quote_qty' ? 'base_qty' : name)) : columns;
}

function hasHeader(dataType: DataType, firstDay: string): boolean {
  if (isCandleType(dataType)) return firstDay >= CANDLE_HEADER_FROM;
  if (dataType === 'trades' || dataType === 'aggTrades') return firstDay >= TRADE_HEADER_FROM;
  return true;
}

function timeOf(dataType: DataType): TimeUnit {
  return dataType === 'metrics' || dataType === 'bookDepth' || dataType === 'EOHSummary'
    ? 'text'
    : 'milliseconds';
}
