import { describe, expect, test } from 'vitest';
import { readMatrix } from './index.ts';

const entry = {
  market: 'spot',
  data_type: 'klines',
  intervals: ['1h'],
  partitions: ['daily', 'monthly'],
  available_from: '2017-08-17',
};
const read = (...entries: unknown[]) => readMatrix({ availability_matrix: entries });

describe('a matrix file', () => {
  test('that is right gives its rows and no warning', () => {
    const { matrix, warnings } = read(entry, {
      market: 'futures_um',
      data_type: 'fundingRate',
      intervals: [null],
      partitions: ['monthly'],
      available_from: '2020-01-01',
    });
    expect(warnings).toEqual([]);
    expect(matrix).toMatchObject([
      { market: 'spot', partition: 'daily', intervals: ['1h'] },
      { market: 'spot', partition: 'monthly', intervals: ['1h'] },
      { market: 'futures_um', partition: 'monthly', intervals: null },
    ]);
  });

  test.each([
    [{ ...entry, intervals: ['1M'] }, '1M is read as 1mo', 1],
    [{ ...entry, intervals: ['3d'] }, 'no daily 3d', 1],
    [{ ...entry, available_from: '2016-01-01' }, '2017-08-17 is used', 2],
    [{ ...entry, market: 'spott' }, 'the archive has no spott', 0],
    [{ ...entry, data_type: 'premiumIndex', intervals: [null] }, 'the archive has no premiumIndex', 0],
    [{ ...entry, intervals: ['1h', '7m'] }, 'no such interval: 7m', 2],
    [
      { market: 'futures_um', data_type: 'fundingRate', partitions: ['daily', 'monthly'] },
      'no daily files',
      1,
    ],
  ])('%j is corrected with a warning that names the entry', (bad, warning, rows) => {
    const { matrix, warnings } = read(bad);
    expect(matrix).toHaveLength(rows);
    expect(warnings.map(({ path }) => path)).toContain('availability_matrix[0]');
    expect(warnings.map(({ message }) => message).join('\n')).toContain(warning);
  });

  test.each([{}, [], { availability_matrix: [] }, { availability_matrix: [{ market: 'spot' }] }])(
    '%j is refused',
    (input) => {
      expect(() => readMatrix(input)).toThrow(expect.objectContaining({ code: 'matrix_invalid' }));
    },
  );
});
