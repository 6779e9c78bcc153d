/** Candle types: their keys have an interval layer, and file names carry the interval in place of the type. */
export const CANDLE_TYPES = ['klines', 'markPriceKlines', 'indexPriceKlines', 'premiumIndexKlines'] as const;

/** Types without an interval. */
export const PLAIN_TYPES = [
  'trades',
  'aggTrades',
  'fundingRate',
  'metrics',
  'bookDepth',
  'bookTicker',
  'liquidationSnapshot',
  'BVOLIndex',
  'EOHSummary',
] as const;

/** Every data type the archive has or had, spelled as in its keys. */
export const DATA_TYPES = [...CANDLE_TYPES, ...PLAIN_TYPES] as const;

/** A type whose keys have an interval. */
export type CandleType = (typeof CANDLE_TYPES)[number];
/** A type without an interval. */
export type PlainType = (typeof PLAIN_TYPES)[number];
/** Any data type of the archive. */
export type DataType = CandleType | PlainType;

const candleTypes: ReadonlySet<string> = new Set(CANDLE_TYPES);

/** Whether keys of this type have an interval layer. */
export function isCandleType(type: DataType): type is CandleType {
  return candleTypes.has(type);
}

/** The data type of that name, or nothing; names are case-sensitive, as keys are. */
export function asDataType(name: string): DataType | undefined {
  return DATA_TYPES.find((type) => type === name);
}
