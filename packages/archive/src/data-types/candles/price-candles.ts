import type { ColumnUnit } from '../../spec/columns.ts';
import { type DataTypeSpec, dataType } from '../../spec/data-type-spec.ts';
import type { SymbolRule } from '../../spec/symbol-rule.ts';
import { CANDLE_SIZE, futuresCandles, priceCandles } from './candle-files.ts';

/** What distinguishes candles of one price that is not traded from those of another. */
interface PriceCandles<Name extends string> {
  readonly name: Name;
  /** What the price is called. */
  readonly price: string;
  readonly otherNames: readonly string[];
  readonly unit: ColumnUnit;
  /** Which symbols of futures_cm have them. */
  readonly coinSymbols: SymbolRule;
}

/** Candles of a price that is not traded: all of them began, and have files, on the same days. */
export function priceCandleType<const Name extends string>({
  name,
  price,
  otherNames,
  unit,
  coinSymbols,
}: PriceCandles<Name>): DataTypeSpec<Name, true> {
  const columns = priceCandles(unit);
  return dataType({
    name,
    row: `open, high, low and close of the ${price} in one interval`,
    hasIntervals: true,
    otherNames,
    rowKey: ['open_time'],
    grid: { kind: 'interval' },
    size: CANDLE_SIZE,
    markets: {
      spot: null,
      futures_um: futuresCandles(
        { from: '2020-01-01', confidence: 'H', evidence: '#335 #483 #484' },
        columns,
        'all',
      ),
      futures_cm: futuresCandles(
        { from: '2020-08-11', confidence: 'H', evidence: 'lostleaf/binance_datatool; #267' },
        columns,
        coinSymbols,
      ),
      options: null,
    },
  });
}
