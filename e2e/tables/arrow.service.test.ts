import { join } from 'node:path';
import { openArrowStream } from '@tapehaul/lake';
import { tableSchema } from '@tapehaul/tables';
import { findPython } from '@tapehaul/testkit/services';
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { rowsOf, type Value } from '../../packages/lake/test/sample-rows.ts';
import { READERS } from './readers.ts';

const LIBRARIES = ['pyarrow', 'polars'] as const;

/** What was read of a stream, by pyarrow and by polars. */
interface Reading {
  readonly sizes: readonly number[];
  readonly pyarrow: { readonly types: readonly string[]; readonly nullable: readonly boolean[] };
  readonly polars: { readonly types: readonly string[] };
}

let python = '';
beforeAll(async () => {
  python = await findPython('readers', READERS);
}, 900_000);

async function read(
  market: string,
  dataType: 'trades' | 'EOHSummary',
  values: readonly (readonly Value[])[],
): Promise<Reading> {
  const series = { market, dataType, symbol: 'BTCUSDT', interval: null };
  const stream = await openArrowStream(series, 'decimal');
  const rows = rowsOf(tableSchema(dataType), 'decimal', values);
  const input = Buffer.concat([...stream.batches(rows), stream.end()]);
  const script = join(import.meta.dirname, 'read-arrow.py');
  return JSON.parse((await execa(python, [script], { input, env: { TZ: 'Asia/Tokyo' } })).stdout);
}

test('pyarrow and polars read exact types and values of trades, in batches of 10,000', async () => {
  const time = BigInt(Date.UTC(2025, 6, 1)) * 1_000n + 1n;
  // Ids beyond 2^53 and amounts beyond 2^64 have to keep every digit.
  const first: Value[] = [2n ** 62n, 1n, 12_345_678_901_234_567_890_123n, -1n, null, time, true, null];
  const others = Array.from({ length: 10_001 }, (_, at): Value[] => [
    BigInt(at),
    1n,
    1n,
    1n,
    1n,
    time,
    false,
    true,
  ]);
  const found = await read('spot', 'trades', [first, ...others]);
  expect(found.sizes).toEqual([10_000, 2]);
  expect(found.pyarrow.types).toEqual([
    ...['int64', 'decimal128(18, 8)', 'decimal128(38, 8)', 'decimal128(38, 8)', 'decimal128(38, 8)'],
    ...['timestamp[us, tz=UTC]', 'bool', 'bool'],
  ]);
  expect(found.pyarrow.nullable).toEqual(tableSchema('trades').columns.map(({ mayBeNull }) => mayBeNull));
  expect(found.polars.types).toEqual([
    ...[
      'Int64',
      'Decimal(precision=18, scale=8)',
      ...Array.from({ length: 3 }, () => 'Decimal(precision=38, scale=8)'),
    ],
    ...["Datetime(time_unit='us', time_zone='UTC')", 'Boolean', 'Boolean'],
  ]);
  for (const library of LIBRARIES) {
    expect(found[library]).toMatchObject({
      rows: [
        [
          2 ** 62,
          '1E-8',
          '123456789012345.67890123',
          '-1E-8',
          null,
          '2025-07-01T00:00:00.000001+00:00',
          true,
          null,
        ],
        [0, '1E-8', '1E-8', '1E-8', '1E-8', '2025-07-01T00:00:00.000001+00:00', false, true],
        [1, '1E-8', '1E-8', '1E-8', '1E-8', '2025-07-01T00:00:00.000001+00:00', false, true],
      ],
    });
  }
});

test('pyarrow and polars read text of any script, empty and missing', async () => {
  const { columns } = tableSchema('EOHSummary');
  const rows = ['币安人生', '', null].map((text) =>
    columns.map(({ kind }): Value => (kind === 'text' ? text : kind === 'timestamp' ? 0n : null)),
  );
  const found = await read('options', 'EOHSummary', rows);
  const symbol = columns.findIndex(({ name }) => name === 'symbol');
  for (const library of LIBRARIES) {
    expect(found[library]).toMatchObject({ types: expect.any(Array), rows: expect.any(Array) });
    const { rows: read } = Object(found[library]);
    expect(read.map((row: readonly unknown[]) => row[symbol])).toEqual(['币安人生', '', null]);
  }
});
