import { expect, test } from 'vitest';
import { IdleLoop } from './idle-loop.ts';

test('an event loop is idle while it works less than half of the time, judged anew after a tenth of a second', () => {
  const times = { at: 0, worked: 0 };
  const loop = new IdleLoop(() => ({ ...times }));
  const after = (at: number, worked: number): boolean => {
    times.at += at;
    times.worked += worked;
    return loop.isIdle;
  };
  expect(after(99, 0)).toBe(false);
  expect(after(1, 40)).toBe(true);
  expect(after(99, 99)).toBe(true);
  expect(after(1, 1)).toBe(false);
  expect(after(200, 100)).toBe(false);
  expect(after(200, 99)).toBe(true);
});
