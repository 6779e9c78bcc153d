import type { DataType } from '@tapehaul/archive';
import { CANDLES_OF_TRADES, candlesOf } from './candles.ts';
import { FUNDING_RATE, LIQUIDATION_SNAPSHOT, METRICS } from './futures.ts';
import { BVOL_INDEX, EOH_SUMMARY } from './options.ts';
import { BOOK_DEPTH, BOOK_TICKER } from './order-book.ts';
import type { TableFacts } from './table-facts.ts';
import { AGG_TRADES, TRADES } from './trades.ts';

/** What is known of each table besides the spec of its data type. The compiler names a data type that is missing. */
export const FACTS_OF_TABLES: Readonly<Record<DataType, TableFacts>> = {
  klines: CANDLES_OF_TRADES,
  markPriceKlines: candlesOf('mark price'),
  indexPriceKlines: candlesOf('index price'),
  premiumIndexKlines: candlesOf('premium index'),
  trades: TRADES,
  aggTrades: AGG_TRADES,
  fundingRate: FUNDING_RATE,
  metrics: METRICS,
  bookDepth: BOOK_DEPTH,
  bookTicker: BOOK_TICKER,
  liquidationSnapshot: LIQUIDATION_SNAPSHOT,
  BVOLIndex: BVOL_INDEX,
  EOHSummary: EOH_SUMMARY,
};
