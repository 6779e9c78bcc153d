import { asDataType, type DataType, type Market } from '@tapehaul/archive';
import { readMarketName, readTypeName } from '@tapehaul/config';

/** What the folders above a file say of it. */
export interface LakeSeries {
  readonly market: Market;
  readonly type: DataType;
  readonly symbol: string;
}

const SYMBOL_FOLDER = 'symbol=';

/**
 * Market, type and symbol by the folders of a lakehouse, in the spelling of other tools too:
 * `um_futures/funding_rates/symbol=BTCUSDT/…`. `layer` is what stands between symbol and period in the file name: where it is
 * a data type, it says more than the folder, which may hold several (`trades` also `aggTrades`, `order_book` what is `bookDepth`).
 * Undefined when there are no such folders.
 */
export function lakeSeriesOf(path: string, layer: string): LakeSeries | undefined {
  const parts = path.split('/');
  const at = parts.findIndex((part) => part.startsWith(SYMBOL_FOLDER));
  const market = readMarketName(parts[at - 2] ?? '');
  const type = asDataType(layer) ?? readTypeName(parts[at - 1] ?? '');
  const symbol = parts[at]?.slice(SYMBOL_FOLDER.length);
  if (market === undefined || type === undefined || symbol === undefined || symbol === '') return undefined;
  return { market, type, symbol };
}
