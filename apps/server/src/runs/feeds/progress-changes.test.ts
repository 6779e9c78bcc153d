import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunViews } from '../view/run-views.ts';
import type { FailedTask } from './feed-events.ts';
import { progressChanges, type RunReading } from './progress-changes.ts';

const views = new RunViews({
  live: {
    own: () => undefined,
    progressOf: () => {
      throw new Error('nothing is recorded');
    },
  },
  queued: () => undefined,
});
const waiting = { runId: 'r', name: 'btc', place: 1, waitsFor: null, startedBy: null, traceparent: null };
const reading = (more: Partial<RunReading['run']> = {}, rest: Partial<RunReading> = {}): RunReading => ({
  run: { ...views.waiting(waiting), ...more },
  active: [],
  failures: [],
  failed: 0,
  at: '2025-07-01T00:00:00.000Z',
  ...rest,
});
const failure = (n: number): FailedTask => ({
  id: `file ${n}`,
  error_code: 'access_denied',
  error_message: 'denied',
  at: new Date(n).toISOString(),
});

test('nothing has happened where nothing has changed, and the first reading is a snapshot', () => {
  expect(progressChanges(undefined, reading())).toEqual([]);
  expect(progressChanges(reading(), reading())).toEqual([]);
});

test('a state, and an end behind the last figures', () => {
  const before = reading({ state: 'Running' });
  const end = { exit_code: 1, error: null };
  const now = reading({ state: 'Cancelled', files: { Completed: { tasks: 1, bytes: 5 } }, end });
  expect(progressChanges(before, now)).toMatchObject([
    { kind: 'progress', files: { Completed: { tasks: 1 } } },
    { kind: 'state', state: 'Cancelled' },
    { kind: 'ended', state: 'Cancelled', exit_code: 1 },
  ]);
  expect(progressChanges(undefined, now)).toMatchObject([{ kind: 'ended' }]);
});

test('each failure is reported once, and all are counted, however many come between two readings', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 20 }), (bursts) => {
      let [failed, before] = [0, reading({ state: 'Running' })];
      const reported: string[] = [];
      let total = 0;
      for (const burst of bursts) {
        failed += burst;
        const latest = Array.from({ length: Math.min(20, failed) }, (_, n) => failure(failed - n));
        const now = reading({ state: 'Running' }, { failures: latest, failed });
        for (const event of progressChanges(before, now)) {
          if (event.kind !== 'progress') continue;
          reported.push(...event.new_failures.map(({ id }) => id));
          total += event.new_failures_total;
          expect(event.new_failures.length).toBeLessThanOrEqual(20);
        }
        before = now;
      }
      expect(total).toBe(failed);
      expect(new Set(reported).size).toBe(reported.length);
    }),
  );
});
