import { tableSchema } from '@tapehaul/tables';
import { expect, test } from 'vitest';
import type { ColumnValues, TableRows } from '../../rows/table-rows.ts';
import { rowNumbers } from './row-numbers.ts';

test.each(['double', 'decimal'] as const)(
  'a row of %ss becomes numbers by column, whatever is not a number becomes NaN',
  (numbers) => {
    const schema = tableSchema('klines');
    const expected: number[] = [];
    const columns = schema.columns.map(({ kind, decimal }, column): ColumnValues => {
      const wide = numbers === 'decimal' && decimal?.precision === 38;
      const width = kind === 'integer' ? 4 : wide ? 16 : 8;
      const view = new DataView(new ArrayBuffer(2 * width));
      const value =
        kind === 'value' ? -(column + 0.25) : 1_751_328_000_000_000 / (kind === 'integer' ? 1e9 : 1);
      expected.push(Math.trunc(value) === value || kind === 'value' ? value : Math.trunc(value));
      if (kind === 'value' && numbers === 'double') view.setFloat64(width, value, true);
      else if (width === 4) view.setInt32(width, value, true);
      else {
        const scaled = BigInt(value * (kind === 'value' ? 10 ** (decimal?.scale ?? 0) : 1));
        view.setBigUint64(width, BigInt.asUintN(64, scaled), true);
        if (wide) view.setBigInt64(width + 8, scaled >> 64n, true);
      }
      return { width, data: new Uint8Array(view.buffer), nulls: Uint8Array.of(1, 0) };
    });
    const rows: TableRows = { schema, numbers, count: 2, columns };
    const into = new Float64Array(columns.length);
    expect([...rowNumbers(rows, 1, into)]).toEqual(expected);
    expect([...rowNumbers(rows, 0, into)]).toEqual(expected.map(() => Number.NaN));
  },
);
