import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SIGNAL } from '../../test/own-server.ts';
import { SteppedClock } from '../../test/stepped-clock.ts';
import type { ObjectReader } from '../answers/object-reader.ts';
import { paceBy, requestPace } from './request-pace.ts';
import { atPace } from './request-rate.ts';

test('however many reads there are, no second begins more than the rate, and they are done as soon as that allows', async () => {
  const some = fc.record({ reads: fc.integer({ min: 1, max: 60 }), rate: fc.integer({ min: 1, max: 900 }) });
  await fc.assert(
    fc.asyncProperty(some, async ({ reads, rate }) => {
      const clock = new SteppedClock();
      const begun: number[] = [];
      const reader: ObjectReader = {
        shortAtOnce: 1,
        async read() {
          begun.push(clock.now());
        },
        close: async () => {},
      };
      const limited = atPace(reader, paceBy(rate, clock));
      const sink = { start: () => {}, data: () => 'more' as const };
      const all = Promise.all(
        Array.from({ length: reads }, (_, number) => limited.read(`${number}`, {}, sink, SIGNAL)),
      );
      await clock.runOut();
      await all;
      // Waits below two milliseconds are put off.
      for (const at of begun)
        expect(begun.filter((it) => it >= at && it < at + 1_000).length).toBeLessThanOrEqual(rate + 2);
      expect(Math.max(...begun)).toBeGreaterThanOrEqual(((reads - 1) * 1_000) / rate - 2);
      expect(Math.max(...begun)).toBeLessThanOrEqual((reads * 1_000) / rate);
    }),
  );
});

test('a read that is stopped while it waits for its turn begins no request', async () => {
  let begun = 0;
  const reader: ObjectReader = {
    shortAtOnce: 1,
    async read() {
      begun += 1;
    },
    close: async () => {},
  };
  const limited = atPace(reader, requestPace(0.01));
  const sink = { start: () => {}, data: () => 'more' as const };
  await limited.read('first', {}, sink, SIGNAL);
  const stop = new AbortController();
  const second = limited.read('second', {}, sink, stop.signal);
  stop.abort();
  await expect(second).rejects.toThrow();
  expect(begun).toBe(1);
});
