import { tableSchema } from '@tapehaul/tables';
import { type Table, tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellText, openArrowStream, type TableRows } from '../../src/index.ts';
import { rowsOf, type Value } from '../sample-rows.ts';

const METRICS = { market: 'futures_um', dataType: 'metrics', symbol: 'BTCUSDT', interval: null };
const TRADES = { market: 'spot', dataType: 'trades', symbol: 'BTCUSDT', interval: null };
const OPTIONS = { market: 'options', dataType: 'EOHSummary', symbol: 'BTCUSDT', interval: null };

async function streamed(
  series: Parameters<typeof openArrowStream>[0],
  numbers: 'double' | 'decimal',
  ...days: readonly TableRows[]
): Promise<{ readonly table: Table; readonly parts: number }> {
  const stream = await openArrowStream(series, numbers);
  const parts = days.flatMap((rows) => [...stream.batches(rows)]);
  return { table: tableFromIPC(Buffer.concat([...parts, stream.end()])), parts: parts.length };
}

const whole = (bits: number) =>
  fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n });
const none = fc.constant(null);

test('whatever rows have comes back as it was: times, ids, decimals, flags, and what has no value', async () => {
  const schema = tableSchema('trades');
  const row = fc.tuple(
    ...schema.columns.map(({ kind, decimal, mayBeNull }): fc.Arbitrary<Value> => {
      const bound = 10n ** BigInt(decimal?.precision ?? 18) - 1n;
      const value =
        kind === 'boolean'
          ? fc.boolean()
          : kind === 'value'
            ? fc.bigInt({ min: -bound, max: bound })
            : whole(52);
      return mayBeNull ? fc.oneof(value, none) : value;
    }),
  );
  const check = fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (values) => {
    const rows = rowsOf(schema, 'decimal', values);
    const { table } = await streamed(TRADES, 'decimal', rows);
    expect(table.numRows).toBe(rows.count);
    for (const [at, { name, kind, decimal }] of schema.columns.entries()) {
      const column = table.getChild(name);
      for (let place = 0; place < rows.count; place++) {
        const [expected, found] = [values[place]?.[at] ?? null, column?.get(place)];
        if (expected === null || kind === 'boolean') expect(found).toBe(expected);
        else if (kind === 'timestamp') expect(found).toBe(Number(expected) / 1_000);
        else if (decimal !== null) expect(signed(found)).toBe(expected);
        else expect(found).toBe(expected);
      }
    }
  });
  await fc.assert(check, { numRuns: 60 });
});

/** The whole number in four words of 32 bits. */
function signed(words: Uint32Array): bigint {
  const [low = 0n, high = 0n] = new BigInt64Array(words.slice().buffer);
  return (high << 64n) | BigInt.asUintN(64, low);
}

test('batches have some 10,000 rows, and those of several days are one stream', async () => {
  const schema = tableSchema('metrics');
  const rows = rowsOf(
    schema,
    'double',
    Array.from({ length: 25_000 }, (_, at) => [BigInt(at), at, at, null, at, at, at + 0.5]),
  );
  const { table, parts } = await streamed(METRICS, 'double', rows, rows);
  expect(parts).toBe(6);
  expect(table.batches.map(({ numRows }) => numRows)).toEqual([10_000, 10_000, 5_000, 10_000, 10_000, 5_000]);
  const last = table.get(49_999)?.toJSON();
  expect(last).toMatchObject({ sum_open_interest: 24_999, count_toptrader_long_short_ratio: null });
  expect(last?.sum_taker_long_short_vol_ratio).toBe(24_999.5);
});

test('text may be of any script, empty or missing', async () => {
  const schema = tableSchema('EOHSummary');
  const values = ['币安人生', '', null].map((text) =>
    schema.columns.map(({ kind }): Value => (kind === 'text' ? text : kind === 'timestamp' ? 1n : null)),
  );
  const rows = rowsOf(schema, 'decimal', values);
  const { table } = await streamed(OPTIONS, 'decimal', rows);
  const texts = [0, 1, 2].map((row) => table.getChild('symbol')?.get(row));
  expect(texts).toEqual(['币安人生', '', null]);
  expect(texts[0]).toBe(
    cellText(
      rows,
      schema.columns.findIndex(({ name }) => name === 'symbol'),
      0,
    ),
  );
});

test('a stream without rows has its columns; one of no series of the archive is refused', async () => {
  const { table } = await streamed(TRADES, 'decimal');
  expect(table.numRows).toBe(0);
  expect(table.schema.fields.map(({ name }) => name)).toEqual(
    tableSchema('trades').columns.map(({ name }) => name),
  );
  await expect(openArrowStream({ ...TRADES, market: 'moon' }, 'decimal')).rejects.toMatchObject({
    code: 'config_invalid',
  });
});
