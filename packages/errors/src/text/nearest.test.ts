import { describe, expect, test } from 'vitest';
import { likelyMeant, nearest } from './nearest.ts';

const MARKETS = ['spot', 'futures_um', 'futures_cm', 'options'];

describe('likelyMeant', () => {
  test.each([
    ['futures', 'futures_um or futures_cm'],
    ['FUTURES', 'futures_um or futures_cm'],
    ['spott', 'spot'],
    ['um', 'futures_um'],
    ['future_cm', 'futures_cm'],
    ['cash', undefined],
    ['re', undefined],
  ])('%s: %s', (written, likely) => {
    expect(likelyMeant(written, MARKETS)).toBe(likely);
  });

  test('does not name all that differ by one letter', () => {
    expect(likelyMeant('7h', ['1h', '2h', '4h'])).toBe('1h');
  });

  test('nearest is the first of them', () => {
    expect(nearest('futures', MARKETS)).toBe('futures_um');
  });
});
