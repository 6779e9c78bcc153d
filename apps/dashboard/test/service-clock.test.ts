import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noteServiceTime, serviceNow } from '../src/api/service-clock.ts';

const NOW = Date.parse('2025-07-15T08:00:00.250Z');
const headersOf = (time: number): Headers => new Headers({ date: new Date(time).toUTCString() });

test('the time of the service is that of its answers, whatever the clock of the browser says', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e10, max: 1e10 }), fc.nat(1e7), (wrongBy, later) => {
      noteServiceTime(headersOf(NOW), NOW + wrongBy);
      expect(Math.abs(serviceNow(NOW + wrongBy + later) - (NOW + later))).toBeLessThanOrEqual(4_000);
    }),
  );
});

test('a clock that is right stays as it is, and an answer without a time changes nothing', () => {
  noteServiceTime(headersOf(NOW), NOW + 900);
  expect(serviceNow(NOW)).toBe(NOW);
  noteServiceTime(headersOf(NOW), NOW + 60_000);
  for (const headers of [new Headers(), new Headers({ date: 'yesterday' })]) noteServiceTime(headers, NOW);
  expect(serviceNow(NOW + 60_000)).toBe(NOW - 250);
});
