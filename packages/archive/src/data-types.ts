import { aggTrades } from './data-types/agg-trades.ts';
import { bookDepth } from './data-types/book-depth.ts';
import { bookTicker } from './data-types/book-ticker.ts';
import { BVOLIndex } from './data-types/bvol-index.ts';
import { indexPriceKlines } from './data-types/candles/index-price-klines.ts';
import { klines } from './data-types/candles/klines.ts';
import { markPriceKlines } from './data-types/candles/mark-price-klines.ts';
import { premiumIndexKlines } from './data-types/candles/premium-index-klines.ts';
import { EOHSummary } from './data-types/eoh-summary.ts';
import { fundingRate } from './data-types/funding-rate.ts';
import { liquidationSnapshot } from './data-types/liquidation-snapshot.ts';
import { metrics } from './data-types/metrics.ts';
import { trades } from './data-types/trades.ts';
import type { DataTypeSpec } from './spec/data-type-spec.ts';

/** Every data type that the archive has or had, in the order of the availability table. */
const LIST = [
  klines,
  trades,
  aggTrades,
  fundingRate,
  metrics,
  bookDepth,
  bookTicker,
  markPriceKlines,
  indexPriceKlines,
  premiumIndexKlines,
  liquidationSnapshot,
  BVOLIndex,
  EOHSummary,
] as const;

/** Any data type of the archive. */
export type DataType = (typeof LIST)[number]['name'];
/** A type whose keys have an interval. */
export type CandleType = Extract<(typeof LIST)[number], { readonly hasIntervals: true }>['name'];
/** A type without an interval. */
export type PlainType = Exclude<DataType, CandleType>;

/** All that is known of each data type, in the order of the availability table. */
export const DATA_TYPE_SPECS: readonly DataTypeSpec<DataType>[] = LIST;

const BY_NAME: ReadonlyMap<string, DataTypeSpec<DataType>> = new Map(
  DATA_TYPE_SPECS.map((spec) => [spec.name, spec]),
);

/** Candle types: their keys have an interval layer, and file names carry the interval in place of the type. */
export const CANDLE_TYPES: readonly CandleType[] = namesWhere(isCandleType);

/** Types without an interval. */
export const PLAIN_TYPES: readonly PlainType[] = namesWhere((name): name is PlainType => !isCandleType(name));

/** Every data type the archive has or had, spelled as in its keys: candle types first. */
export const DATA_TYPES: readonly DataType[] = [...CANDLE_TYPES, ...PLAIN_TYPES];

/** Whether keys of this type have an interval layer. */
export function isCandleType(type: DataType): type is CandleType {
  return BY_NAME.get(type)?.hasIntervals === true;
}

/** The data type of that name, or nothing; names are case-sensitive, as keys are. */
export function asDataType(name: string): DataType | undefined {
  return BY_NAME.get(name)?.name;
}

/** All that is known of a data type. */
export function dataTypeSpec(type: DataType): DataTypeSpec<DataType> {
  const spec = BY_NAME.get(type);
  if (spec === undefined) throw new RangeError(`not a data type: ${type}`);
  return spec;
}

function namesWhere<Name extends DataType>(test: (name: DataType) => name is Name): Name[] {
  return LIST.map(({ name }): DataType => name).filter(test);
}
