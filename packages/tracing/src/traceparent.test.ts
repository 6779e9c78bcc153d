import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTraceparent, traceparentOf } from './index.ts';

const hex = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 15 }), { minLength: length, maxLength: length }).map((digits) => {
    return digits.map((digit) => digit.toString(16)).join('');
  });

test('an identity is read as it was written, and nothing else is taken for one', () => {
  fc.assert(
    fc.property(hex(32), hex(16), fc.constantFrom(0, 1), (traceId, spanId, traceFlags) => {
      const text = traceparentOf({ traceId, spanId, traceFlags });
      const isValid = /[^0]/.test(traceId) && /[^0]/.test(spanId);
      if (!isValid) expect(text).toBeUndefined();
      else expect(parseTraceparent(text ?? '')).toEqual({ traceId, spanId, traceFlags, isRemote: true });
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseTraceparent(text)).toBeUndefined();
    }),
  );
});
