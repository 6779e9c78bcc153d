import { asDataType, type DataType } from '@tapehaul/archive';
import type { RowChecker } from '../row-checker.ts';
import { SECOND } from '../watch/period-span.ts';
import { AggTradeChecker } from './agg-trade-checker.ts';
import { BookDepthChecker } from './book-depth-checker.ts';
import { BookTickerChecker } from './book-ticker-checker.ts';
import { CandleChecker } from './candle-checker.ts';
import type { CheckedSource } from './checked-source.ts';
import { FundingChecker } from './funding-checker.ts';
import { MetricsChecker } from './metrics-checker.ts';
import { GridChecker, NO_RULES, SteadyChecker } from './time-checkers.ts';
import { TradeChecker } from './trade-checker.ts';

const candles = (source: CheckedSource): RowChecker => new CandleChecker(source);

const CHECKERS: Readonly<Record<DataType, (source: CheckedSource) => RowChecker>> = {
  klines: candles,
  markPriceKlines: candles,
  indexPriceKlines: candles,
  premiumIndexKlines: candles,
  trades: (source) => new TradeChecker(source),
  aggTrades: (source) => new AggTradeChecker(source),
  fundingRate: (source) => new FundingChecker(source),
  metrics: (source) => new MetricsChecker(source),
  bookDepth: (source) => new BookDepthChecker(source),
  bookTicker: (source) => new BookTickerChecker(source),
  liquidationSnapshot: () => NO_RULES,
  BVOLIndex: (source) => new SteadyChecker(source, 'calc_time'),
  EOHSummary: (source) => new GridChecker(source, 'hour_time', 3600 * SECOND),
};

/**
 * The checker of a source file, by the rules of its table. Throws a RangeError for an unknown data type, for a period that is neither a
 * day nor a month, and for columns that lack one that is checked.
 */
export function rowChecker(source: CheckedSource): RowChecker {
  const type = asDataType(source.series.dataType);
  if (type === undefined) throw new RangeError(`not a data type: ${source.series.dataType}`);
  return CHECKERS[type](source);
}
