import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-11-24T10:00:00Z');

test.each([
  ['7', 7_000],
  ['0', 0],
  ['Tue, 24 Nov 2026 10:00:30 GMT', 30_000],
  ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
  ['7200', 600_000],
  ['9'.repeat(400), 600_000],
  ['Tue, 24 Nov 2099 10:00:00 GMT', 600_000],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After: %s', (header, milliseconds) => {
  expect(retryAfterMs(header, now)).toBe(milliseconds);
});
