import { seriesParts } from '@tapehaul/archive';
import { codeOf, type DayState, isStale, newestExpected } from '@tapehaul/coverage';
import { expect, test } from 'vitest';

const klines = seriesParts('spot/klines/BTCUSDT/1h');
const funding = seriesParts('futures_um/fundingRate/BTCUSDT');
const today = '2025-07-25';
const days = (first: string, ...states: DayState[]) => ({
  first,
  codes: Uint8Array.from(states.map(codeOf)),
});

test('a daily series must hold the newest day that is no mere delay', () => {
  const held = days('2025-07-15', 'proved');
  expect(newestExpected(klines, held, today)).toBe('2025-07-16');
  expect(isStale(klines, held, today)).toBe(true);
  expect(isStale(klines, days('2025-07-15', 'proved', 'month'), today)).toBe(false);
  expect(isStale(klines, days('2025-07-15', 'failed', 'failed'), today)).toBe(true);
});

test('a series that comes in months only must hold the newest month that is no mere delay', () => {
  expect(newestExpected(funding, days('2025-06-30', 'month'), today)).toBe('2025-06-30');
  expect(newestExpected(funding, days('2025-06-30', 'month'), '2025-07-20')).toBe('2025-05-31');
  expect(isStale(funding, days('2025-05-31', 'month'), today)).toBe(true);
});

test('what has ended is never stale', () => {
  expect(isStale(klines, days('2025-01-01', 'proved', 'after_last'), today)).toBe(false);
  expect(isStale(seriesParts('futures_um/bookTicker/BTCUSDT'), days('2024-03-30', 'proved'), today)).toBe(
    false,
  );
});
