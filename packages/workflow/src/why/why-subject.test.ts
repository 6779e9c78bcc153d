import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whySubject } from './why-subject.ts';

const key = 'data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-02.zip';
const replaced =
  'out/_replaced/bronze/binance/spot/klines/symbol=BTCUSDT/year=2025/month=07/day=01/BTCUSDT-1h-2025-07-01.0123456789ab.zip';

test.each([
  ['BTCUSDT 1h 2025-06-14', ['BTCUSDT', '1h'], '2025-06-14', '2025-06-14'],
  ['spot/klines/BTCUSDT/1h 2025-06-14', ['spot', 'klines', 'BTCUSDT', '1h'], '2025-06-14', '2025-06-14'],
  ['BTCUSDT 2024-02', ['BTCUSDT'], '2024-02-01', '2024-02-29'],
  ['BTCUSDT 2024-12-30..2025-01', ['BTCUSDT'], '2024-12-30', '2025-01-31'],
  ['BTCUSDT 2025-01-01 2025-01-05', ['BTCUSDT'], '2025-01-01', '2025-01-05'],
  [key, [key], '2024-02-01', '2024-02-29'],
  [`${key}.CHECKSUM`, [`${key}.CHECKSUM`], '2024-02-01', '2024-02-29'],
  ['BTCUSDT-1h-2025-06-14.zip', ['BTCUSDT', '1h'], '2025-06-14', '2025-06-14'],
  ['./flat/BTCUSDT-trades-2024-02.zip.CHECKSUM', ['BTCUSDT', 'trades'], '2024-02-01', '2024-02-29'],
  [replaced, [replaced], '2025-07-01', '2025-07-01'],
])('%s means these days', (text, words, first, last) => {
  expect(whySubject(text.split(' '))).toMatchObject({ words, first, last });
});

test('a question in quotes means the same', () => {
  expect(whySubject(['BTCUSDT 1h 2025-06-14'])).toEqual(whySubject(['BTCUSDT', '1h', '2025-06-14']));
});

test.each([
  ['BTCUSDT', 'no day is named'],
  ['2025-01-01', 'no series is named'],
  ['BTCUSDT 2025-02-30', '2025-02-30 is not a day, a month or a range of days'],
  ['BTCUSDT 2025-01-02..2025-01-01', '2025-01-02 is after 2025-01-01'],
  ['BTCUSDT 2025-01-01 2025-01-02 2025-01-03', 'more than two days are named'],
])('%s is refused', (text, message) => {
  expect(() => whySubject(text.split(' '))).toThrow(message);
});

test('any words mean days in their order, or are refused', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('BTCUSDT', '2025-01-01', '2025-02', '2025-01-01..2025-02', key),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (words) => {
      try {
        const { first, last } = whySubject(words);
        expect(first <= last).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ code: 'config_invalid' });
      }
    }),
  );
});
