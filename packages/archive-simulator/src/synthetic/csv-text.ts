import { type CandleSeries, csvFormat, type Series } from '@tapehaul/archive';
import { candleRows } from './candles.ts';
import { bookDepthRows, bookTickerRows, fundingRateRows, liquidationRows, metricsRows } from './futures.ts';
import { hourSummaryRows, volatilityIndexRows } from './options.ts';
import type { Sheet } from './sheet.ts';
import { aggTradeRows, tradeRows } from './trades.ts';

const WRITERS: Readonly<
  Record<Exclude<Series['dataType'], CandleSeries['dataType']>, (sheet: Sheet) => string>
> = {
  trades: tradeRows,
  aggTrades: aggTradeRows,
  fundingRate: fundingRateRows,
  metrics: metricsRows,
  bookDepth: bookDepthRows,
  bookTicker: bookTickerRows,
  liquidationSnapshot: liquidationRows,
  BVOLIndex: volatilityIndexRows,
  EOHSummary: hourSummaryRows,
};

/** The CSV text of an object: the header if its age has one, and the rows. */
export function csvText(sheet: Sheet): string {
  const { object } = sheet;
  const { header, columns } = csvFormat(object.market, object.dataType, object.period);
  const rows = object.interval === null ? WRITERS[object.dataType](sheet) : candleRows(sheet, object);
  return header ? `${columns.join(',')}\n${rows}` : rows;
}
