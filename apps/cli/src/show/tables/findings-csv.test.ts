import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine, FINDINGS_HEADER, findingLine } from './findings-csv.ts';

/** The cells of a line as a spreadsheet reads them. */
function cellsOf(line: string): string[] {
  const cells = [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)];
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])('%j is no formula', (text) => {
  expect(csvLine([text])).toBe(`"'${text}"`);
});

test('any texts come back, a formula with a quote mark before it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('=a', '"', 'a,b', '@"')), { minLength: 1 }),
      (texts) => {
        const cells = cellsOf(csvLine(texts));
        expect(cells).toEqual(texts.map((text) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)));
      },
    ),
  );
});

test('a finding has as many cells as the header, and times with microseconds', () => {
  const line = findingLine({
    series: { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT', interval: '1h' },
    path: 'silver/a.parquet',
    rule: 'missing_rows',
    severity: 'gap',
    day: '2025-07-01',
    source: null,
    first: 1_751_328_000_000_001,
    last: null,
    count: 3,
    sample: '-1,"a"',
  });
  const cells = cellsOf(line);
  expect(cells).toHaveLength(FINDINGS_HEADER.split(',').length);
  expect(cells.slice(2, 9)).toEqual([
    'spot/klines/BTCUSDT/1h',
    '2025-07-01',
    '2025-07-01T00:00:00.000001Z',
    '',
    '3',
    '',
    '\'-1,"a"',
  ]);
});
