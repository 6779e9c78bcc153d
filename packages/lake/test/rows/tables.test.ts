import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDays, concatRows, type TableRows, uniteRows } from '../../src/index.ts';
import { linesOf, readCsv } from './zip-of.ts';

const DAY = '2025-07-01';
const TIME = Date.parse(`${DAY}T00:00:00Z`);

interface Row {
  readonly id: number;
  readonly price: number;
}

async function tableOf(rows: readonly Row[], numbers: 'double' | 'decimal'): Promise<TableRows> {
  const series = { market: 'futures_um', dataType: 'trades', symbol: 'X', interval: null };
  const csv = rows.map(({ id, price }) => `${id},${price},1,1,${TIME},true\n`).join('');
  const { days } = await readCsv(`${csv}999,9,9,9,${TIME},true\n`, DAY, { series, numbers });
  return days[0]?.rows ?? expect.fail();
}

const someRows = fc.array(fc.record({ id: fc.nat(8), price: fc.integer({ min: -1, max: 2 }) }), {
  maxLength: 12,
});
const numbers = fc.constantFrom('double', 'decimal');

const name = ({ id, price }: Row) => `${id} ${price}`;
const unique = (rows: readonly Row[]) => [...new Map(rows.map((row) => [name(row), row])).values()];

describe('two tables', () => {
  test('are compared by key and values', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, someRows, numbers, async (monthly, daily, kind) => {
        const compared = compareDays(await tableOf(monthly, kind), await tableOf(daily, kind));
        const [left, right] = [unique(monthly), unique(daily)];
        const common = left.filter((row) => right.some((other) => name(other) === name(row)));
        const unlike = (rows: readonly Row[], id: number) =>
          rows.filter((row) => row.id === id && !common.some((other) => name(other) === name(row))).length;
        const ids = [...Array(9).keys()].map((id) => [unlike(left, id), unlike(right, id)] as const);
        const sum = (of: (one: number, other: number) => number) =>
          ids.reduce((total, [one, other]) => total + of(one, other), 0);
        expect(compared).toMatchObject({
          common: common.length + 1,
          differing: sum(Math.min),
          onlyMonthly: sum((one, other) => Math.max(0, one - other)),
          onlyDaily: sum((one, other) => Math.max(0, other - one)),
        });
        expect(compared.samples).toHaveLength(Math.min(3, compared.differing));
      }),
      { numRuns: 60 },
    );
  });

  test('show rows that differ', async () => {
    const { samples } = compareDays(
      await tableOf([{ id: 1, price: 5 }], 'double'),
      await tableOf([{ id: 1, price: 6 }], 'double'),
    );
    expect(samples).toEqual([
      {
        monthly: '1,5,1,1,,2025-07-01T00:00:00.000000Z,true,',
        daily: '1,6,1,1,,2025-07-01T00:00:00.000000Z,true,',
      },
    ]);
  });

  test('are united by key', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, someRows, numbers, async (rows, others, kind) => {
        const [one, other] = [await tableOf(rows, kind), await tableOf(others, kind)];
        const added = unique(others).filter(({ id }) => !rows.some((row) => row.id === id));
        const united = uniteRows(one, other);
        expect(linesOf(united)).toEqual(linesOf(await tableOf([...unique(rows), ...added], kind)));
        if (added.length === 0) expect(united).toBe(one);
      }),
      { numRuns: 60 },
    );
  });

  test('are joined one after the other', async () => {
    const [one, other] = [await tableOf([{ id: 1, price: 5 }], 'double'), await tableOf([], 'double')];
    const { schema } = one;
    const joined = concatRows(schema, 'double', [one, other, one]);
    expect(linesOf(joined)).toEqual([...linesOf(one), ...linesOf(other), ...linesOf(one)]);
    expect(concatRows(schema, 'double', []).count).toBe(0);
    expect(concatRows(schema, 'decimal', []).columns).toHaveLength(schema.columns.length);
  });
});
