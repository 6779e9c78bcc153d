import { expect, test } from 'vitest';
import { BusyLoop } from './busy-loop.ts';

/** A loop that works for a share of the time that the test sets, and how many of the next requests find it busy. */
function loopOf() {
  let share = 0;
  const loop = new BusyLoop(() => ({ idle: 0, active: 0, utilization: share }));
  return {
    works(next: number) {
      share = next;
    },
    amongNext(requests: number): number {
      let busy = 0;
      for (let request = 0; request < requests; request++) busy += loop.isBusy() ? 1 : 0;
      return busy;
    },
  };
}

test('a loop that works nearly all the time is busy from the next look on, another one never', () => {
  const { works, amongNext } = loopOf();
  expect(amongNext(1_000)).toBe(0);
  works(0.95);
  expect(amongNext(1_000)).toBeGreaterThan(700);
  expect(amongNext(1_000)).toBe(1_000);
});

test('few connections that the server cannot keep up with are given up, and tried again ever later', () => {
  const { works, amongNext } = loopOf();
  /** Requests until the next trial, which fails. */
  const untilNext = (): number => {
    works(0.95);
    let requests = 1;
    while (amongNext(1) === 0) requests++;
    works(0.5);
    expect(amongNext(256)).toBe(255);
    return requests;
  };
  untilNext();
  const pauses = Array.from({ length: 9 }, untilNext);
  expect(pauses.slice(0, 4)).toEqual([512, 768, 1_280, 2_304]);
  expect(pauses.at(-1)).toBe(pauses.at(-2));
});
