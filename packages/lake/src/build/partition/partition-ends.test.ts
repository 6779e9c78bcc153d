import { tableSchema } from '@tapehaul/tables';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FixedValues, TableRows } from '../../rows/table-rows.ts';
import { partitionEnds } from './partition-ends.ts';

/** Trades with these ids and times, and nothing else. */
function tradesOf(rows: readonly { readonly id: bigint; readonly time: bigint }[]): TableRows {
  const schema = tableSchema('trades');
  const column = (values: readonly bigint[]): FixedValues => ({
    width: 8,
    data: new Uint8Array(BigInt64Array.from(values).buffer),
    nulls: null,
  });
  const columns = schema.columns.map(({ name }) => {
    if (name === 'id') return column(rows.map(({ id }) => id));
    return column(rows.map(({ time }) => (name === 'time' ? time : 0n)));
  });
  return { schema, numbers: 'double', count: rows.length, columns };
}

test('ends are the least and the greatest time and id, whatever order they have', () => {
  const whole = fc.bigInt({ min: 1n - 2n ** 53n, max: 2n ** 53n - 1n });
  const rows = fc.array(fc.record({ id: whole, time: whole }), { minLength: 1 });
  fc.assert(
    fc.property(rows, (all) => {
      const least = (values: bigint[]): number =>
        Number(values.reduce((one, other) => (other < one ? other : one)));
      const greatest = (values: bigint[]): number =>
        Number(values.reduce((one, other) => (other > one ? other : one)));
      const [ids, times] = [all.map(({ id }) => id), all.map(({ time }) => time)];
      expect(partitionEnds(tradesOf(all))).toEqual({
        firstTime: least(times),
        lastTime: greatest(times),
        firstId: least(ids),
        lastId: greatest(ids),
      });
    }),
  );
});

test('without rows there are no ends, and tables without ids have no first one', () => {
  expect(partitionEnds(tradesOf([]))).toEqual({
    firstTime: null,
    lastTime: null,
    firstId: null,
    lastId: null,
  });
  const schema = tableSchema('klines');
  const columns = schema.columns.map((): FixedValues => ({ width: 8, data: new Uint8Array(8), nulls: null }));
  const candle: TableRows = { schema, numbers: 'double', count: 1, columns };
  expect(partitionEnds(candle)).toEqual({ firstTime: 0, lastTime: 0, firstId: null, lastId: null });
});

test('an id that a double may not hold exactly is none, and the other end stays', () => {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  const endsOf = (...ids: bigint[]) => partitionEnds(tradesOf(ids.map((id) => ({ id, time: 0n }))));
  expect(endsOf(-most, most)).toMatchObject({ firstId: -Number(most), lastId: Number(most) });
  expect(endsOf(5n, most + 1n)).toMatchObject({ firstId: 5, lastId: null });
  expect(endsOf(2n ** 63n - 1n, 2n ** 63n - 2n)).toMatchObject({ firstId: null, lastId: null });
  expect(endsOf(-most - 1n, 5n)).toMatchObject({ firstId: null, lastId: 5 });
});
