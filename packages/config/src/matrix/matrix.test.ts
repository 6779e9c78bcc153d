import { describe, expect, test } from 'vitest';
import { readMatrix } from '../index.ts';

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
    [{ ...entry, data_type: 'premiumIndexx', intervals: [null] }, 'the archive has no premiumIndexx', 0],
    [
      { ...entry, market: 'um_futures', data_type: 'premiumIndex' },
      'premiumIndex is read as premiumIndexKlines',
      2,
    ],
    [{ ...entry, intervals: ['60min'] }, '60min is read as 1h', 2],
    [
      { ...entry, symbols_available: ['BTCUSDT'] },
      'symbols_available ignored: symbols of the configuration',
      2,
    ],
    [
      { ...entry, date_range: { start: '2025-07-17' } },
      'date_range ignored: date_range of the configuration',
      2,
    ],
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

  test('with types in a tree of markets is read too, beside a list of entries', () => {
    const { matrix, warnings } = readMatrix({
      metadata: {},
      markets: {
        spot: { data_types: { klines: { intervals: ['1m'], available_partitions: ['daily'] } } },
        futures: {
          um: {
            data_types: {
              fundingRate: { intervals: ['8h'], available_partitions: ['monthly'] },
              metrics: { intervals: ['raw'], available_partitions: ['daily', 'monthly'] },
            },
          },
        },
        options: { data_types: { EOHSummary: { intervals: ['hourly'], available_partitions: ['daily'] } } },
      },
      availability_matrix: [entry, { ...entry, data_type: 'trades', intervals: ['raw'], available: false }],
    });
    expect(matrix.map(({ market, dataType, partition }) => `${market} ${dataType} ${partition}`)).toEqual([
      'spot klines daily',
      'spot klines monthly',
      'futures_um fundingRate monthly',
      'futures_um metrics daily',
      'options EOHSummary daily',
    ]);
    expect(warnings).toEqual([
      {
        path: 'markets.futures.um.data_types.fundingRate',
        message: 'futures_um fundingRate: has no intervals; 8h ignored',
      },
      {
        path: 'markets.futures.um.data_types.metrics',
        message: 'futures_um metrics: the archive has no monthly files; ignored',
      },
    ]);
  });

  test('whose options are named in the singular, and that gives intervals to types without any, is corrected', () => {
    const { matrix, warnings } = read(
      { market: 'option', data_type: 'BVOLIndex', intervals: ['1m', '5m'], partitions: ['daily'] },
      { market: 'spot', data_type: 'bookDepth', intervals: ['1s'], partitions: ['daily'] },
    );
    expect(matrix).toMatchObject([{ market: 'options', dataType: 'BVOLIndex', intervals: null }]);
    expect(warnings.map(({ message }) => message)).toEqual([
      'option BVOLIndex: has no intervals; 1m, 5m ignored',
      'spot bookDepth: has no intervals; 1s ignored',
      'spot bookDepth: the archive has no daily files; ignored',
    ]);
  });

  test.each([{}, [], { availability_matrix: [] }, { availability_matrix: [{ market: 'spot' }] }])(
    '%j is refused',
    (input) => {
      expect(() => readMatrix(input)).toThrow(expect.objectContaining({ code: 'matrix_invalid' }));
    },
  );

  test('a refusal names the file', () => {
    expect(() => readMatrix({}, 'teams.json')).toThrow('the matrix teams.json cannot be read:');
  });
});
