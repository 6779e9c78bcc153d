import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoTime } from './iso-time.ts';

test('an HTTP date of any form is read as Date reads it, and nothing else is taken for one', () => {
  // `Date` takes earlier years for ones of the last century.
  const whole = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(whole, (date) => {
      date.setUTCMilliseconds(0);
      expect(isoTime(date.toUTCString())).toBe(date.toISOString());
    }),
  );
  expect(isoTime('Sunday, 06-Nov-94 08:49:37 GMT')).toBe('1994-11-06T08:49:37.000Z');
  for (const none of [undefined, '', 'yesterday', 'Mon, 99 Jan 2025 99:99:99 GMT'])
    expect(isoTime(none)).toBeNull();
});
