import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsQuery, readCoverageSearch } from '../../src/pages/coverage/view/search.ts';

test('an address gives the filters, the zoom and what is open', () => {
  const search = {
    set: 'lab',
    market: 'spot',
    symbols: '*USDT',
    from: '2025-01-01',
    sort: 'holes',
    zoom: 'day',
    wide: 20,
    at: '2025-02-01',
    series: 'spot/klines/BTCUSDT/1h',
    first: '2025-02-03',
    rule: 'missing_rows',
  };
  expect(readCoverageSearch(search)).toEqual(search);
  expect(cellsQuery(readCoverageSearch(search))).toEqual({
    output_directory: 'lab',
    market: 'spot',
    symbols: '*USDT',
    from: '2025-01-01',
  });
});

test('what is not understood is left out', () => {
  const search = {
    set: ' ',
    market: 7,
    from: '2025-02-30',
    sort: 'size',
    zoom: 'week',
    wide: -2,
    at: null,
    more: 1,
  };
  expect(readCoverageSearch(search)).toEqual({ market: '7' });
  expect(readCoverageSearch({})).toEqual({});
});

test('any address is read, and reading it again changes nothing', () => {
  const keys = fc.constantFrom('set', 'market', 'symbols', 'from', 'sort', 'zoom', 'wide', 'at', 'first');
  const values = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constantFrom('day', 'holes', '2025-01-01', null, true),
  );
  fc.assert(
    fc.property(fc.dictionary(keys, values), (search) => {
      const read = readCoverageSearch(search);
      expect(readCoverageSearch({ ...read })).toEqual(read);
    }),
  );
});
