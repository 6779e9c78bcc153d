import { expect, test } from 'vitest';
import { BusyLoop } from './busy-loop.ts';

/** Requests of a window. */
const WINDOW = 256;

/** A loop whose requests take so long, and that works for such a share of it, as the test sets. */
function loopOf() {
  const now = { at: 0, worked: 0 };
  const each = { took: 1, share: 0 };
  const loop = new BusyLoop(() => ({ ...now }));
  return {
    each,
    /** How many of the next requests find it busy. */
    amongNext(requests: number): number {
      let busy = 0;
      for (let request = 0; request < requests; request++) {
        now.at += each.took;
        now.worked += each.took * each.share;
        busy += loop.isBusy() ? 1 : 0;
      }
      return busy;
    },
  };
}

test('a loop that works nearly all the time is busy from the next look on, another one never', () => {
  const { each, amongNext } = loopOf();
  expect(amongNext(4 * WINDOW)).toBe(0);
  each.share = 0.95;
  expect(amongNext(4 * WINDOW)).toBe(3 * WINDOW + 1);
  expect(amongNext(100 * WINDOW)).toBe(100 * WINDOW);
});

const troubles = {
  'leave the loop waiting': { took: 1, share: 0.5 },
  'take longer': { took: 2, share: 0.95 },
};
test.each(Object.entries(troubles))(
  'few connections that %s are given up, and tried again ever later',
  (_, trouble) => {
    const { each, amongNext } = loopOf();
    /** Windows until the next trial, which fails. */
    const untilNext = (): number => {
      Object.assign(each, { took: 1, share: 0.95 });
      let requests = 1;
      while (amongNext(1) === 0) requests++;
      Object.assign(each, trouble);
      // One window covers both methods, the next the new one alone.
      expect(amongNext(3 * WINDOW)).toBe(2 * WINDOW - 1);
      return requests / WINDOW;
    };
    untilNext();
    const pauses = Array.from({ length: 9 }, untilNext);
    expect(pauses.slice(1, 4).map((pause, index) => pause - (pauses[index] ?? 0))).toEqual([1, 2, 4]);
    expect(pauses.at(-1)).toBe(pauses.at(-2));
  },
);

test('a trial that lasts is forgiven an end', () => {
  const { each, amongNext } = loopOf();
  for (let trial = 0; trial < 20; trial++) {
    each.share = 0.95;
    expect(amongNext(10 * WINDOW)).toBeGreaterThan(5 * WINDOW);
    each.share = 0.5;
    amongNext(3 * WINDOW);
  }
});
