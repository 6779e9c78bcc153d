import { expect, test } from 'vitest';
import { checkConfig, explainConfig, parseConfig, problemText } from '../src/index.ts';
import { read, valid } from './valid.ts';

const usual = { numbers: 'double', repair: 'days', fetch_days: 'auto' };

test.each([
  [{}, false],
  [{ tables: false }, false],
  [{ tables: true }, usual],
  [{ tables: {} }, usual],
  [{ tables: { numbers: 'decimal' } }, { ...usual, numbers: 'decimal' }],
  [{ tables: { repair: 'rows', types: ['klines'] } }, { ...usual, repair: 'rows', types: ['klines'] }],
  [{ tables: { types: 'kline' } }, { ...usual, types: ['klines'] }],
  [{ tables: { fetch_days: 'never', compare: 'all' } }, { fetch_days: 'never', compare: ['all'] }],
  [{ tables: { compare: ['2023-05', '2023-07..2023-09'] } }, { compare: ['2023-05', '2023-07..2023-09'] }],
])('%j is read', (change, tables) => {
  expect(read(change)).toMatchObject({ tables });
});

test.each([
  [
    'yes',
    'tables: got "yes", expected true, false, or an object with numbers, repair, types, fetch_days and compare',
  ],
  [
    { numbers: 'decimals' },
    'tables.numbers: got "decimals", expected one of double, decimal (did you mean decimal?)',
  ],
  [
    { repairs: 'off' },
    'tables.repairs: no such key, expected numbers, repair, types, fetch_days, compare (did you mean repair?)',
  ],
  ...['2023-13', '2023-05..2023-04', '2023-05..2023-06..2023-07', 'May'].map((month): [object, string] => [
    { compare: [month] },
    `tables.compare[0]: got "${month}", expected a month such as 2025-07, a span such as 2025-01..2025-07, or all`,
  ]),
  [{ types: [] }, 'tables.types: got [], expected at least one entry'],
  [
    { types: ['trades'] },
    'tables.types[0]: got "trades", expected one of data_types: klines (did you mean klines?)',
  ],
])('%j is refused', (tables, message) => {
  expect(read({ tables })).toBe(message);
});

test('tables are built in a bucket, too', () => {
  const bucket = { use_cloud_storage: true, storage: { type: 's3', bucket: 'lake-1' } };
  expect(read({ ...bucket, tables: true })).toMatchObject({ tables: usual, storage: { bucket: 'lake-1' } });
});

test('a configuration that was read is read again as it is', () => {
  for (const tables of [false, true, { numbers: 'decimal', types: ['klines'] }]) {
    const config = parseConfig({ ...valid, tables });
    expect(parseConfig(structuredClone(config))).toEqual(config);
  }
});

test('environment and overrides switch tables on and off, and set their keys one by one', () => {
  const given = { ...valid, tables: { numbers: 'decimal' } };
  const tablesOf = (file: object, options: object) => parseConfig(file, options).tables;
  expect(tablesOf(valid, { overrides: { tables: 'true' } })).toEqual(usual);
  expect(tablesOf(given, { overrides: { tables: 'true' } })).toEqual({ ...usual, numbers: 'decimal' });
  expect(tablesOf(given, { env: { TAPEHAUL_TABLES: 'false' } })).toBe(false);
  expect(tablesOf(valid, { env: { TAPEHAUL_TABLES_TYPES: 'klines' } })).toEqual({
    ...usual,
    types: ['klines'],
  });
  expect(tablesOf(given, { overrides: { tables: 'true', 'tables.repair': 'off' } })).toEqual({
    ...{ numbers: 'decimal', repair: 'off', fetch_days: 'auto' },
  });
  expect(tablesOf(given, { overrides: { 'tables.compare': '2023-05,2023-07..2023-08' } })).toMatchObject({
    compare: ['2023-05', '2023-07..2023-08'],
  });
});

test('a key of tables that has no effect is reported', () => {
  const { config, warnings } = checkConfig(
    { ...valid, tables: false },
    { overrides: { 'tables.numbers': 'decimal' } },
  );
  expect(config?.tables).toBe(false);
  expect(warnings.map(problemText)).toEqual([
    'tables.numbers: got "decimal", which has no effect while tables is false',
  ]);
});

test('an explanation shows false, or each key with its origin', () => {
  const explained = (tables: unknown) =>
    explainConfig({ ...valid, tables }).flatMap(({ path, value, origin }) =>
      path.startsWith('tables') ? [[path, value, origin]] : [],
    );
  expect(explained(false)).toEqual([['tables', false, 'file']]);
  expect(explained({ numbers: 'decimal' })).toEqual([
    ['tables.numbers', 'decimal', 'file'],
    ['tables.repair', 'days', 'default'],
    ['tables.fetch_days', 'auto', 'default'],
  ]);
});
