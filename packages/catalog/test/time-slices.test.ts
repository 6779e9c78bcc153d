import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActivityInSlot, type EndedInSlot, timeSlices } from '../src/rules/index.ts';

const UNIT = 1_000;

/** An attempt, by the slots in which it began and ended; null while it is made. */
interface Attempt {
  readonly begun: number;
  readonly ended: number | null;
  readonly retried: boolean;
}

const attempt = fc
  .record({ begun: fc.nat(60), lasts: fc.option(fc.nat(30)), retried: fc.boolean() })
  .map(({ begun, lasts, retried }): Attempt => {
    return { begun, ended: lasts === null ? null : begun + lasts, retried: retried && lasts !== null };
  });

function activityOf(attempts: readonly Attempt[], end: number): ActivityInSlot[] {
  const none = { begun: 0, ended: 0, retried: 0 };
  const all = attempts.flatMap(({ begun, ended, retried }) => [
    { ...none, slot: begun, begun: 1 },
    ...(ended === null ? [] : [{ ...none, slot: ended, ended: 1, retried: retried ? 1 : 0 }]),
  ]);
  return all.filter(({ slot }) => slot < end);
}

describe('slices of time', () => {
  test('have what a plain count finds, whatever the range and the number of slices', () => {
    const range = fc.record({ first: fc.nat(60), length: fc.integer({ min: 1, max: 60 }) });
    const many = fc.array(attempt, { maxLength: 40 });
    fc.assert(
      fc.property(many, range, fc.integer({ min: 1, max: 70 }), (attempts, { first, length }, count) => {
        const end = first + length;
        const over = attempts.flatMap(({ ended }): EndedInSlot[] => {
          return ended === null ? [] : [{ slot: ended, state: 'Completed', tasks: 1, bytes: 2 }];
        });
        const inRange = over.filter(({ slot }) => slot >= first && slot < end);
        const slices = timeSlices({ first, end, unit: UNIT }, count, inRange, activityOf(attempts, end));
        expect(slices.length).toBeLessThanOrEqual(count);
        expect(slices[0]?.from).toBe(first * UNIT);
        expect(slices.at(-1)?.to).toBeGreaterThanOrEqual(end * UNIT);
        for (const [place, { from, to, ended, retries, active }] of slices.entries()) {
          if (place > 0) expect(from).toBe(slices[place - 1]?.to);
          const [low, high] = [from / UNIT, Math.min(to / UNIT, end)];
          const isInside = (slot: number | null): boolean => slot !== null && slot >= low && slot < high;
          const tasks = attempts.filter((it) => isInside(it.ended)).length;
          expect(ended).toEqual(tasks === 0 ? {} : { Completed: { tasks, bytes: 2 * tasks } });
          expect(retries).toBe(attempts.filter((it) => it.retried && isInside(it.ended)).length);
          const isActive = (it: Attempt): boolean =>
            it.begun < high && (it.ended === null || it.ended >= high);
          expect(active).toBe(attempts.filter(isActive).length);
        }
      }),
    );
  });

  test('leave out states that were taken back', () => {
    const ended = [
      { slot: 1, state: 'Failed', tasks: 2, bytes: 4 },
      { slot: 1, state: 'Failed', tasks: -2, bytes: -4 },
      { slot: 1, state: 'Completed', tasks: 1, bytes: 3 },
    ];
    expect(timeSlices({ first: 1, end: 2, unit: UNIT }, 1, ended, [])).toEqual([
      { from: 1_000, to: 2_000, ended: { Completed: { tasks: 1, bytes: 3 } }, retries: 0, active: 0 },
    ]);
  });

  test('have at least one slot each, also where more are requested than there is time for', () => {
    const slices = timeSlices({ first: 5, end: 8, unit: 60_000 }, 500, [], []);
    expect(slices.map(({ from }) => from)).toEqual([300_000, 360_000, 420_000]);
    expect(timeSlices({ first: 5, end: 8, unit: 60_000 }, 0, [], [])).toHaveLength(1);
  });
});
