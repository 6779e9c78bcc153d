import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duckdbWriter, type TableRows } from '@tapehaul/lake';
import type { Numbers } from '@tapehaul/tables';
import { findPython } from '@tapehaul/testkit/services';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column, rowsOf, schemaOf, type Value } from '../../packages/lake/test/sample-rows.ts';
import { READERS as PACKAGES } from './readers.ts';

/** What a library read: types in its own words, whole numbers and decimals as text. */
interface Reading {
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

const READERS = ['duckdb', 'polars', 'pyarrow', 'pandas'] as const;
const always = (of: ReturnType<typeof column>): typeof of => ({ ...of, mayBeNull: false });
const SCHEMA = schemaOf(
  always(column('time', 'timestamp')),
  always(column('id', 'bigint')),
  always(column('count', 'integer')),
  always(column('hours', 'smallint')),
  column('price', 'value'),
  column('volume', 'value', { precision: 38, scale: 8 }),
  always(column('is_maker', 'boolean')),
  column('side', 'text'),
);
let python = '';
let folder = '';

beforeAll(async () => {
  python = await findPython('readers', PACKAGES);
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-readers-'));
}, 900_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes rows to a file, and gives what each library reads of it. */
async function readings(
  numbers: Numbers,
  rows: readonly (readonly Value[])[],
): Promise<Record<(typeof READERS)[number], Reading>> {
  const path = join(folder, `币安 ${numbers}.parquet`);
  const writer = await duckdbWriter({ staging: folder });
  const table: TableRows = rowsOf(SCHEMA, numbers, rows);
  await writer.write(table, { path, metadata: { table: 'trades' } }, new AbortController().signal);
  await writer.close();
  const script = join(import.meta.dirname, 'read-table.py');
  return JSON.parse((await execa(python, [script, path], { env: { TZ: 'Asia/Tokyo' } })).stdout);
}

// Whole numbers of 32 bits are counts, never negative: pyarrow 26 reads no neighbours that are 2^31 apart, whose difference
// DuckDB 1.5.6 packs into 33 bits.
describe('doubles', () => {
  const rows: Value[][] = [
    [
      1_751_328_000_000_001n,
      2n ** 63n - 1n,
      2 ** 31 - 1,
      32_767,
      0.1,
      67_108_864.123_456_78,
      true,
      '币安人生USDT',
    ],
    [-1n, -(2n ** 63n), 0, -32_768, -1.5e-300, 1.797e308, false, ''],
    [0n, 2n ** 53n + 1n, 0, 0, null, null, false, null],
  ];
  const types: Record<(typeof READERS)[number], readonly string[]> = {
    duckdb: [
      'TIMESTAMP WITH TIME ZONE',
      'BIGINT',
      'INTEGER',
      'SMALLINT',
      'DOUBLE',
      'DOUBLE',
      'BOOLEAN',
      'VARCHAR',
    ],
    polars: [
      "Datetime(time_unit='us', time_zone='UTC')",
      'Int64',
      'Int32',
      'Int16',
      'Float64',
      'Float64',
      'Boolean',
      'String',
    ],
    pyarrow: ['timestamp[us, tz=UTC]', 'int64', 'int32', 'int16', 'double', 'double', 'bool', 'string'],
    pandas: ['datetime64[us, UTC]', 'int64', 'int32', 'int16', 'float64', 'float64', 'bool', 'str'],
  };
  let found: Record<(typeof READERS)[number], Reading>;
  beforeAll(async () => {
    found = await readings('double', rows);
  });

  test.each(READERS)('%s reads the same values and types, in UTC', (reader) => {
    const expected = rows.map((row) =>
      row.map((value, index) => (index < 4 && value !== null ? String(value) : value)),
    );
    expect(found[reader]).toEqual({ types: types[reader], rows: expected });
  });
});

describe('decimals', () => {
  let found: Record<(typeof READERS)[number], Reading>;
  beforeAll(async () => {
    const largest = 10n ** 18n - 1n;
    found = await readings('decimal', [
      [0n, 1n, 1, 1, largest, 10n ** 38n - 1n, true, 'a'],
      [1n, 2n, 2, 2, -largest, -1n, false, 'b'],
    ]);
  });

  test.each(READERS)('%s reads them to the last of 38 digits', (reader) => {
    expect(found[reader].rows.map((row) => row.slice(4, 6))).toEqual([
      ['9999999999.99999999', '999999999999999999999999999999.99999999'],
      ['-9999999999.99999999', expect.stringMatching(/^-(0\.00000001|1E-8)$/)],
    ]);
  });

  test('have their shape in the types', () => {
    expect(found.duckdb.types.slice(4, 6)).toEqual(['DECIMAL(18,8)', 'DECIMAL(38,8)']);
    expect(found.pyarrow.types.slice(4, 6)).toEqual(['decimal128(18, 8)', 'decimal128(38, 8)']);
    expect(found.polars.types.slice(4, 6)).toEqual([
      'Decimal(precision=18, scale=8)',
      'Decimal(precision=38, scale=8)',
    ]);
  });
});
