import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Numbers, TableSchema } from '@tapehaul/tables';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duckdbWriter, type TableWriter } from '../src/index.ts';
import { metadataOf, readByDuckdb, readByHyparquet } from './read-parquet.ts';
import { column, rowsOf, schemaOf, type Value } from './sample-rows.ts';

const never = new AbortController().signal;
const EVERY_KIND = schemaOf(
  column('time', 'timestamp'),
  column('id', 'bigint'),
  column('count', 'integer'),
  column('hours', 'smallint'),
  column('price', 'value'),
  column('volume', 'value', { precision: 38, scale: 8 }),
  column('is_maker', 'boolean'),
  column('side', 'text'),
);
const LARGEST = 2n ** 63n - 1n;
const LARGEST_18 = 10n ** 18n - 1n;
const LARGEST_38 = 10n ** 38n - 1n;
const NONE = EVERY_KIND.columns.map(() => null);

let folder = '';
let writer: TableWriter;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-lake-'));
  writer = await duckdbWriter({ staging: join(folder, 'spill') });
});
afterAll(async () => {
  await writer.close();
  await rm(folder, { recursive: true, force: true });
});

async function written(
  schema: TableSchema,
  numbers: Numbers,
  rows: readonly (readonly Value[])[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<string> {
  const path = join(folder, `${++files}.parquet`);
  await writer.write(rowsOf(schema, numbers, rows), { path, metadata }, never);
  return path;
}

const objectsOf = (schema: TableSchema, rows: readonly (readonly Value[])[]): object[] =>
  rows.map((row) => Object.fromEntries(schema.columns.map(({ name }, index) => [name, row[index]])));

describe('values', () => {
  const doubles: Value[][] = [
    [1_751_328_000_000_001n, LARGEST, 2 ** 31 - 1, 32_767, 0.1, 67_108_864.123_456_78, true, '币安人生USDT'],
    [-1n, -LARGEST - 1n, -(2 ** 31), -32_768, -1.5e-300, Number.MAX_VALUE, false, ''],
    NONE,
    [0n, 2n ** 53n + 1n, 0, 0, -0.25, 0, false, 'it\'s \0 "quoted"\n🙂'],
  ];
  const decimals: Value[][] = [
    [1n, 1n, 1, 1, LARGEST_18, LARGEST_38, true, 'a'],
    [2n, 2n, 2, 2, -LARGEST_18, -LARGEST_38, true, 'b'],
    NONE,
    [3n, 3n, 3, 3, -1n, -1n, false, 'c'],
    [4n, 4n, 4, 4, 0n, 2n ** 64n, false, 'd'],
  ];

  test('of every kind, nulls and extremes come back from another reader as they were', async () => {
    const path = await written(EVERY_KIND, 'double', doubles);
    expect(await readByHyparquet(path)).toEqual(objectsOf(EVERY_KIND, doubles));
  });

  test('come back from DuckDB in a far time zone with the types of the schema', async () => {
    const path = await written(EVERY_KIND, 'double', doubles);
    const query = 'SELECT epoch_us(time), id, count, hours, price, volume, is_maker, side FROM FILE';
    expect(await readByDuckdb(path, query)).toEqual(doubles);
    const types = await readByDuckdb(
      path,
      'SELECT column_type FROM (DESCRIBE SELECT * EXCLUDE file_row_number FROM FILE)',
    );
    const expected = ['TIMESTAMP WITH TIME ZONE', 'BIGINT', 'INTEGER', 'SMALLINT', 'DOUBLE', 'DOUBLE'];
    expect(types.flat()).toEqual([...expected, 'BOOLEAN', 'VARCHAR']);
  });

  test('kept as decimals are exact to the last of 38 digits', async () => {
    const path = await written(EVERY_KIND, 'decimal', decimals);
    const texts = await readByDuckdb(path, 'SELECT price::VARCHAR, volume::VARCHAR FROM FILE');
    expect(texts).toEqual([
      ['9999999999.99999999', '999999999999999999999999999999.99999999'],
      ['-9999999999.99999999', '-999999999999999999999999999999.99999999'],
      [null, null],
      ['-0.00000001', '-0.00000001'],
      ['0.00000000', '184467440737.09551616'],
    ]);
    const types = await readByDuckdb(path, 'SELECT DISTINCT typeof(price), typeof(volume) FROM FILE');
    expect(types).toEqual([['DECIMAL(18,8)', 'DECIMAL(38,8)']]);
    expect((await readByHyparquet(path)).map(({ price }) => price)).toEqual([1e10, -1e10, null, -1e-8, 0]);
  });

  test('of any rows come back as they were', async () => {
    const schema = schemaOf(
      column('time', 'timestamp'),
      column('id', 'bigint'),
      column('price', 'value'),
      column('side', 'text'),
    );
    const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 4 });
    const row = fc.tuple(
      orNull(fc.bigInt({ min: -(2n ** 50n), max: 2n ** 60n })),
      orNull(fc.bigInt({ min: -LARGEST, max: LARGEST })),
      orNull(fc.double({ noNaN: true })),
      orNull(fc.string({ unit: 'grapheme' })),
    );
    const check = fc.asyncProperty(fc.array(row, { maxLength: 300 }), async (rows) => {
      const path = await written(schema, 'double', rows);
      expect(await readByHyparquet(path)).toEqual(objectsOf(schema, rows));
      await rm(path);
    });
    await fc.assert(check, { numRuns: 40 });
  });
});

describe('a file', () => {
  const IDS = schemaOf(column('time', 'timestamp'), column('id', 'bigint'), column('is_maker', 'boolean'));
  const chain = (count: number): Value[][] =>
    Array.from({ length: count }, (_, row) => [BigInt(row) * 1_000n, BigInt(row) + 7n, row % 3 === 0]);

  test.each([0, 1, 2_047, 2_048, 2_049, 122_879, 122_880, 122_881])(
    'of %i rows has them in their order, in groups of 122,880',
    async (count) => {
      const path = await written(IDS, 'double', chain(count));
      const groups = (await metadataOf(path)).row_groups.map(({ num_rows }) => Number(num_rows));
      expect(groups).toEqual([Math.min(count, 122_880), count - 122_880].filter((rows) => rows > 0));
      const inOrder = 'id = file_row_number + 7 AND epoch_us(time) = file_row_number * 1000';
      const query = `SELECT count(*), count(*) FILTER (${inOrder}) FROM FILE`;
      const sorted = await readByDuckdb(path, query);
      expect(sorted).toEqual([[BigInt(count), BigInt(count)]]);
    },
  );

  test('is of version 2: differences of ids and times are packed, and all is compressed with zstd', async () => {
    const meta = await metadataOf(await written(IDS, 'double', chain(100_000)));
    const columns = meta.row_groups[0]?.columns.map(({ meta_data: data }) => ({
      name: data?.path_in_schema.join('.'),
      packed: data?.encodings.includes('DELTA_BINARY_PACKED'),
      codec: data?.codec,
    }));
    expect(columns).toEqual([
      { name: 'time', packed: true, codec: 'ZSTD' },
      { name: 'id', packed: true, codec: 'ZSTD' },
      { name: 'is_maker', packed: false, codec: 'ZSTD' },
    ]);
  });

  test('says that its times are microseconds of UTC', async () => {
    const { schema } = await metadataOf(await written(IDS, 'double', chain(1)));
    expect(schema.find(({ name }) => name === 'time')?.logical_type).toEqual({
      type: 'TIMESTAMP',
      isAdjustedToUTC: true,
      unit: 'MICROS',
    });
  });

  test('keeps metadata and a path with quotes, and holds nothing else that is not of the rows', async () => {
    const metadata = { "who's": '{"a": "it\'s; DROP TABLE x --"}', 币安: '人生\n' };
    const path = join(folder, "it's 币安 [1] *?.parquet");
    await writer.write(rowsOf(IDS, 'double', chain(1)), { path, metadata }, never);
    const meta = await metadataOf(path);
    const pairs = meta.key_value_metadata?.map(({ key, value }) => [key, value]);
    expect(pairs).toEqual(Object.entries(metadata));
    expect(meta.created_by).toMatch(/^DuckDB version v1\.5\.6 \(build \w+\)$/);
  });
});
