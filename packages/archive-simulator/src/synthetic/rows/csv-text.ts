import type { CsvFormat, DataType } from '@tapehaul/archive';
import { candleRows } from './candles.ts';
import { columnRows } from './column-rows.ts';
import { bookDepthRows, bookTickerRows, fundingRateRows, liquidationRows, metricsRows } from './futures.ts';
import { hourSummaryRows, volatilityIndexRows } from './options.ts';
import type { Sheet } from './sheet.ts';
import { aggTradeRows, tradeRows } from './trades.ts';

/** Types whose rows agree with each other, as prices and ids do; rows of all others follow from their columns. */
const WRITERS: Partial<Record<DataType, (sheet: Sheet) => string>> = {
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

/** The CSV text of an object in its format: the header if its age has one, and the rows. */
export function csvText(sheet: Sheet, { header, columns }: CsvFormat): string {
  const { object } = sheet;
  const write = WRITERS[object.dataType] ?? columnRows;
  const rows = object.interval === null ? write(sheet) : candleRows(sheet, object);
  return header ? `${columns.join(',')}\n${rows}` : rows;
}
