import { DATA_TYPES, type DataType, MARKETS, type Market } from '@tapehaul/archive';
import {
  type Numbers,
  type SourceField,
  sourceFields,
  type TableColumn,
  tableSchema,
} from '@tapehaul/tables';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnValues } from '../../src/index.ts';
import { readCsv } from './zip-of.ts';

const DAY = '2024-05-06';
const MIDNIGHT = Date.parse(`${DAY}T00:00:00Z`);

interface Files {
  readonly market: Market;
  readonly dataType: DataType;
  readonly fields: readonly SourceField[];
}

const FILES: readonly Files[] = MARKETS.flatMap((market) =>
  DATA_TYPES.flatMap((dataType) => {
    const fields = sourceFields(market, dataType);
    return fields === undefined ? [] : [{ market, dataType, fields }];
  }),
);

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`));

/** Texts of fields as the archive writes them, and rarer ones. Decimals fit the smallest decimal column. */
const decimals = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom('', '-'), digits(8), digits(8)).map(([s, w, f]) => `${s}${w}.${f}`),
  },
  { weight: 2, arbitrary: digits(9) },
  { weight: 1, arbitrary: fc.tuple(digits(2), digits(2)).map(([w, f]) => `${w}.${f}00000000000000`) },
  { weight: 1, arbitrary: fc.tuple(digits(2), fc.integer({ min: -5, max: 2 })).map(([w, e]) => `${w}E${e}`) },
);

const offset = fc.integer({ min: 0, max: 86_399_999 });

function textOf(field: SourceField, column: TableColumn | undefined): fc.Arbitrary<string> {
  const blank = field.mayBeBlank ? [fc.constantFrom('', '""')] : [];
  return fc.oneof(plainText(field, column), ...blank);
}

function plainText({ format }: SourceField, column: TableColumn | undefined): fc.Arbitrary<string> {
  switch (format) {
    case 'epoch':
      return fc
        .tuple(offset, fc.constantFrom('', '000', '123'))
        .map(([ms, more]) => `${MIDNIGHT + ms}${more}`);
    case 'date time':
      return offset.map((ms) => new Date(MIDNIGHT + ms).toISOString().slice(0, 19).replace('T', ' '));
    case 'date':
      return fc.constant(DAY);
    case 'hour':
      return fc.integer({ min: 0, max: 23 }).map(String);
    case 'whole number':
      return digits(column?.kind === 'bigint' ? 18 : 4);
    case 'decimal':
      return decimals;
    case 'flag':
      return fc.constantFrom('true', 'false', 'True', 'False', 'TRUE');
    case 'text':
      return fc.constantFrom('BUY', 'SELL', '币安人生', '"a,b"', 'é');
    case 'filler':
      return fc.constantFrom('0', '', 'x');
  }
}

/** What a text means, found out slowly: microseconds, whole and scaled numbers as bigints, doubles as numbers, flags and texts. */
function meaning(raw: string, format: SourceField['format'], column: TableColumn, numbers: Numbers) {
  const text = raw.replaceAll('"', '');
  if (text === '') return null;
  if (format === 'text') return text;
  if (format === 'flag') return text.toLowerCase() === 'true' ? 1n : 0n;
  if (format === 'date time') return BigInt(Date.parse(`${text.replace(' ', 'T')}Z`)) * 1_000n;
  if (format === 'epoch') return BigInt(text.padEnd(16, '0'));
  if (format === 'whole number') return BigInt(text);
  if (numbers === 'double') return Number(text) + 0;
  return scaled(text, column.decimal?.scale ?? expect.fail('a value without a shape'));
}

function scaled(text: string, scale: number): bigint {
  const [mantissa = '', exponent = '0'] = text.split('E');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const power = scale - fraction.length + Number(exponent);
  const number = BigInt(whole + fraction);
  return power >= 0 ? number * 10n ** BigInt(power) : number / 10n ** BigInt(-power);
}

/** What stands in a column, by its bytes alone. */
function stored(values: ColumnValues, row: number, isDouble: boolean) {
  if ('texts' in values) return values.texts[row] ?? null;
  if (values.nulls?.[row] === 1) return null;
  const { width, data } = values;
  const bytes = Buffer.from(data.slice(row * width, row * width + width));
  if (isDouble) return bytes.readDoubleLE();
  const hex = bytes.reverse().toString('hex');
  return BigInt.asIntN(width * 8, BigInt(`0x${hex}`));
}

test.each(['double', 'decimal'] as const)(
  'values of every kind of file are what their text says: %s',
  async (numbers) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FILES).chain((files) => {
          const { columns } = tableSchema(files.dataType);
          const row = fc.tuple(...files.fields.map((of) => textOf(of, columns[of.column ?? -1])));
          return fc.record({
            files: fc.constant(files),
            rows: fc.array(row, { minLength: 1, maxLength: 12 }),
          });
        }),
        async ({ files: { market, dataType, fields }, rows }) => {
          const series = { market, dataType, symbol: 'X', interval: null };
          const csv = rows.map((row) => `${row.join(',')}\n`).join('');
          const { days, report } = await readCsv(csv, DAY, { series, numbers });
          expect(report.rows).toBe(rows.length);
          const schema = tableSchema(dataType);
          const expected = rows.map((row) =>
            schema.columns.map((column, at) => {
              const field = fields.findIndex((of) => of.column === at);
              if (field >= 0)
                return meaning(row[field] ?? '', fields[field]?.format ?? 'text', column, numbers);
              return derived(column, fields, row);
            }),
          );
          const got = days.flatMap(({ rows: of }) =>
            Array.from({ length: of.count }, (_, row) =>
              of.columns.map((values, at) => {
                const isValue = schema.columns[at]?.kind === 'value';
                return stored(values, row, isValue && numbers === 'double');
              }),
            ),
          );
          const lines = (of: readonly unknown[][]) =>
            [...new Set(of.map((row) => row.map(String).join()))].sort();
          expect(lines(got)).toEqual(lines(expected));
        },
      ),
      { numRuns: 100 },
    );
  },
);

function derived({ derived: of }: TableColumn, fields: readonly SourceField[], row: readonly string[]) {
  const text = (name: string) => row[fields.findIndex((field) => field.name === name)] ?? '';
  if (of === null) return null;
  if (of.rule === 'day and hour') {
    return BigInt(Date.parse(`${text(of.day)}T${text(of.hour).padStart(2, '0')}:00:00Z`)) * 1_000n;
  }
  const time = BigInt(text(of.time).padEnd(16, '0'));
  return ((time + 30_000_000n) / 60_000_000n) * 60_000_000n;
}

test('a double is counted as inexact where its text has more than it holds', async () => {
  const series = { market: 'futures_um', dataType: 'trades', symbol: 'X', interval: null };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(digits(12), digits(9)), { minLength: 1 }), async (prices) => {
      const texts = prices.map(([whole, fraction]) => `${whole}.${fraction}`);
      const csv = texts.map((price, id) => `${id},${price},1,1,${MIDNIGHT},true\n`).join('');
      const { report } = await readCsv(csv, DAY, { series, numbers: 'double' });
      const inexact = texts.filter((text) => {
        const decimals = text.split('.')[1]?.replace(/0+$/, '').length ?? 0;
        return scaled(Number(text).toFixed(decimals), decimals) !== scaled(text, decimals);
      });
      expect(report.inexact).toBe(inexact.length);
    }),
    { numRuns: 60 },
  );
});
