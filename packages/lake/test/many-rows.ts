import type { FixedValues, TableRows } from '../src/index.ts';
import { column, schemaOf } from './sample-rows.ts';

const SCHEMA = schemaOf(
  column('time', 'timestamp'),
  column('id', 'bigint'),
  column('price', 'value'),
  column('is_maker', 'boolean'),
  column('side', 'text'),
);

/** Rows of two groups of a file, always the same ones: every 11th is without a price. */
export function manyRows(count = 150_000): TableRows {
  const ids = new BigInt64Array(count);
  const times = new BigInt64Array(count);
  const prices = new Float64Array(count);
  const makers = new Uint8Array(count);
  const nulls = new Uint8Array(count);
  const texts: string[] = [];
  for (let row = 0; row < count; row += 1) {
    ids[row] = BigInt(row);
    times[row] = BigInt(row) * 1_000n;
    prices[row] = ((row * 7_919) % 10_007) / 100;
    makers[row] = row % 3 === 0 ? 1 : 0;
    nulls[row] = row % 11 === 0 ? 1 : 0;
    texts.push(row % 2 === 0 ? 'buy' : 'sell');
  }
  const wide = ({ buffer }: BigInt64Array | Float64Array): FixedValues => {
    return { width: 8, data: new Uint8Array(buffer), nulls: null };
  };
  const flags: FixedValues = { width: 1, data: makers, nulls: null };
  const columns = [wide(times), wide(ids), { ...wide(prices), nulls }, flags, { texts }];
  return { schema: SCHEMA, numbers: 'double', count, columns };
}
