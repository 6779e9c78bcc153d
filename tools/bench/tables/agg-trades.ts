import type { FixedValues, TableRows } from '@tapehaul/lake';
import type { TableSchema } from '@tapehaul/tables';

/** Columns of a day of aggregated trades of futures. */
const AGG_TRADES: TableSchema = {
  name: 'aggTrades',
  version: 1,
  time: 'transact_time',
  key: ['agg_trade_id', 'first_trade_id'],
  columns: [
    column('agg_trade_id', 'bigint'),
    column('price', 'value'),
    column('quantity', 'value'),
    column('first_trade_id', 'bigint'),
    column('last_trade_id', 'bigint'),
    column('transact_time', 'timestamp'),
    column('is_buyer_maker', 'boolean'),
  ],
};

function column(
  name: string,
  kind: 'bigint' | 'value' | 'timestamp' | 'boolean',
): TableSchema['columns'][number] {
  const decimal = kind === 'value' ? ({ precision: 18, scale: 8 } as const) : null;
  return { name, kind, decimal, mayBeNull: false, derived: null, unit: null, meaning: name };
}

/** Rows like those of a busy day: prices that walk in steps of 0.1, ids in a chain, times that do not fall. */
export function aggTrades(count: number, numbers: 'double' | 'decimal' = 'double'): TableRows {
  let seed = 42;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed % 65_537) % below;
  };
  const ids = new BigInt64Array(count);
  const first = new BigInt64Array(count);
  const last = new BigInt64Array(count);
  const times = new BigInt64Array(count);
  const prices = numbers === 'double' ? new Float64Array(count) : new BigInt64Array(count);
  const quantities = numbers === 'double' ? new Float64Array(count) : new BigInt64Array(count);
  const makers = new Uint8Array(count);
  let price = 1_050_000;
  let trade = 5_000_000_000n;
  let ms = 1_746_662_400_000;
  for (let row = 0; row < count; row += 1) {
    price += random(3) - 1;
    ms += random(116);
    const quantity = 1 + random(4) * random(900);
    ids[row] = 2_500_000_000n + BigInt(row);
    first[row] = trade;
    trade += BigInt(random(4));
    last[row] = trade;
    trade += 1n;
    times[row] = BigInt(ms) * 1_000n;
    if (prices instanceof Float64Array) prices[row] = price / 10;
    else prices[row] = BigInt(price) * 10_000_000n;
    if (quantities instanceof Float64Array) quantities[row] = quantity / 1_000;
    else quantities[row] = BigInt(quantity) * 100_000n;
    makers[row] = random(2);
  }
  const columns = [ids, prices, quantities, first, last, times, makers].map(fixed);
  return { schema: AGG_TRADES, numbers, count, columns };
}

function fixed(values: BigInt64Array | Float64Array | Uint8Array): FixedValues {
  const { buffer, byteOffset, byteLength } = values;
  const width = values instanceof Uint8Array ? 1 : 8;
  return { width, data: new Uint8Array(buffer, byteOffset, byteLength), nulls: null };
}
