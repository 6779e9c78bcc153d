import { asDataType, type DataType } from '@tapehaul/archive';
import { folded, spellings } from './folded.ts';

/** Other names of the data types. `depth`, `order_book` and `quotes` are left out: several types fit them. */
const TYPE_SPELLINGS = spellings<DataType>({
  klines: [
    ...[
      'kline',
      'kline_data',
      'klines_data',
      'candle',
      'candles',
      'candlestick',
      'candlesticks',
      'ohlc',
      'ohlcv',
    ],
    ...['bars', 'spot_klines'],
  ],
  markPriceKlines: ['mark_price', 'mark_prices', 'mark_price_kline', 'mark_klines', 'mark_candles', 'mark'],
  indexPriceKlines: ['index_price', 'index_prices', 'index_price_kline', 'index_klines', 'index_candles'],
  premiumIndexKlines: [
    'premium_index',
    'premium_index_kline',
    'premium_klines',
    'premium',
    'premium_candles',
  ],
  trades: ['trade', 'raw_trades', 'tick', 'ticks', 'trade_data', 'historical_trades'],
  aggTrades: [
    'agg_trade',
    'agg',
    'aggregate_trades',
    'aggregated_trades',
    'aggregate_trade',
    'compressed_trades',
  ],
  fundingRate: ['funding_rates', 'funding', 'fundings', 'funding_history', 'funding_rate_history'],
  metrics: ['metric', 'open_interest', 'oi', 'futures_metrics', 'long_short_ratio'],
  bookDepth: ['book_depths', 'order_book_depth', 'orderbook_depth'],
  bookTicker: ['book_tickers', 'best_bid_ask', 'bbo', 'best_price'],
  liquidationSnapshot: [
    ...[
      'liquidation',
      'liquidations',
      'liquidation_snapshots',
      'liquidation_orders',
      'force_orders',
      'forced_orders',
    ],
  ],
  BVOLIndex: ['bvol', 'volatility_index', 'bvol_indices'],
  EOHSummary: ['eoh', 'eoh_summaries', 'end_of_hour_summary', 'option_summary', 'options_summary'],
});

/** The data type that a name means: its own name, or that of other tools (`candles`, `funding_rates`, `premiumIndex`). */
export function readTypeName(text: string): DataType | undefined {
  return asDataType(text) ?? TYPE_SPELLINGS.get(folded(text));
}
