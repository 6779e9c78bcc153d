import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunViews } from '../view/run-views.ts';
import { goneRuns, type RunsInSight, runsChanges } from './runs-changes.ts';

const views = new RunViews({
  live: {
    own: () => undefined,
    progressOf: () => {
      throw new Error('nothing is recorded');
    },
  },
  queued: () => undefined,
});
const sightOf = (places: Readonly<Record<string, number>>): RunsInSight =>
  new Map(
    Object.entries(places).map(([runId, place]) => {
      const run = { runId, name: 'btc', place, waitsFor: null, startedBy: null, traceparent: null };
      return [runId, views.waiting(run)];
    }),
  );

test('the events between two looks lead from one to the other, with one event for each run', () => {
  const places = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 1, max: 3 }));
  fc.assert(
    fc.property(fc.array(places, { minLength: 1, maxLength: 10 }), (looks) => {
      let before: RunsInSight = new Map();
      const followed = new Map(before);
      for (const look of looks) {
        const now = sightOf(look);
        const events = runsChanges(before, now, goneRuns(before, now));
        for (const { kind, run } of events) {
          if (kind === 'ended') followed.delete(run.run_id);
          else followed.set(run.run_id, run);
        }
        const ids = events.map(({ run }) => run.run_id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(Object.fromEntries(followed)).toEqual(Object.fromEntries(now));
        before = now;
      }
    }),
  );
});
