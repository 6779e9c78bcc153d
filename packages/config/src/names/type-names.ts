import { asDataType, DATA_TYPE_SPECS, type DataType, isCandleType } from '@tapehaul/archive';
import { folded } from './folded.ts';

/** Other names of the data types. `depth`, `order_book` and `quotes` are left out: several types fit them. */
const TYPE_SPELLINGS: ReadonlyMap<string, DataType> = new Map(
  DATA_TYPE_SPECS.flatMap(({ name, otherNames }) =>
    [name, ...otherNames].map((one) => [folded(one), name] as const),
  ),
);

/** The data type that a name means: its own name, or that of other tools (`candles`, `funding_rates`, `premiumIndex`). */
export function readTypeName(text: string): DataType | undefined {
  return asDataType(text) ?? TYPE_SPELLINGS.get(folded(text));
}

/** Whether a name means a data type whose files have an interval. */
export function isCandleTypeName(text: string): boolean {
  const type = readTypeName(text);
  return type !== undefined && isCandleType(type);
}
