import { sourceFields, tableSchema } from '@tapehaul/tables';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvRows } from './csv-rows.ts';
import { planLines } from './line-plan.ts';
import { RowCells } from './row-cells.ts';

/** What comes out of a file in chunks that end at these offsets. */
function read(csv: Buffer, ends: readonly number[]): unknown[] {
  const schema = tableSchema('trades');
  const plan = planLines(schema, sourceFields('futures_um', 'trades') ?? expect.fail(), 'double');
  const cells = new RowCells(schema.columns.length, plan.slots);
  const seen: unknown[] = [];
  const rows = new CsvRows(plan, cells, {
    row: () => seen.push([...cells.row]),
    fault: (rule, line) => seen.push([rule, line]),
  });
  let at = 0;
  for (const end of [...ends.toSorted((one, other) => one - other), csv.length]) {
    // The memory of a chunk is used again once it has been taken.
    const chunk = Buffer.from(csv.subarray(at, end));
    rows.push(chunk);
    chunk.fill(0);
    at = end;
  }
  rows.end();
  return seen;
}

const line = fc.oneof(
  { weight: 5, arbitrary: fc.nat().map((id) => `${id},100.50,2,201,1751328000000,true`) },
  fc.constantFrom(
    '',
    'id,price',
    '7,1,1',
    '7,"1.5",1,1,1751328000000,false',
    '7,x,1,1,1,true',
    '7'.repeat(70_000),
    `7,1.${'0'.repeat(70_000)},1,1,1751328000000,true`,
  ),
);

test.each([' 7', '+7', '.7', '\x007', '%'])(
  'a first line that begins with %j is no header, and not lost',
  (id) => {
    const csv = Buffer.from(`${id},100.50,2,201,1751328000000,true\n`);
    expect(read(csv, [])).toHaveLength(1);
  },
);

test('rows and faults do not depend on where a file is cut into chunks', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.constantFrom('', '\ufeff', 'id,price,qty\n'),
      fc.array(fc.nat(), { maxLength: 20 }),
      (lines, newline, isWhole, beginning, cuts) => {
        const csv = Buffer.from(beginning + lines.join(newline) + (isWhole ? newline : ''));
        const ends = cuts.map((cut) => cut % (csv.length + 1));
        expect(read(csv, ends)).toEqual(read(csv, []));
        if (csv.length < 3_000) expect(read(csv, [...csv.keys()])).toEqual(read(csv, []));
      },
    ),
    { numRuns: 200 },
  );
});

test('a byte that is no UTF-8 is not the letter of that number, whatever the row before has', () => {
  const schema = tableSchema('liquidationSnapshot');
  const plan = planLines(
    schema,
    sourceFields('futures_um', 'liquidationSnapshot') ?? expect.fail(),
    'double',
  );
  const cells = new RowCells(schema.columns.length, plan.slots);
  const texts: unknown[] = [];
  const column = schema.columns.findIndex(({ name }) => name === 'order_status');
  const sink = { row: () => texts.push(cells.texts[column]), fault: () => expect.fail() };
  const rows = new CsvRows(plan, cells, sink);
  for (const encoding of ['utf8', 'latin1'] as const) {
    rows.push(Buffer.from('1751328000000,SELL,LIMIT,IOC,1,2,3,FILL\u00e9,1,1\n', encoding));
  }
  rows.end();
  expect(texts).toEqual(['FILL\u00e9', 'FILL\ufffd']);
});
