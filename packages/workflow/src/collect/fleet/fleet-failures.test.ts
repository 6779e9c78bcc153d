import type { BatchRecord } from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FILE_TASK } from '../../flow-names.ts';
import { FleetFailures } from './fleet-failures.ts';

let claims = 0;
/** A batch that a worker has given back with an error. */
function failed(worker: string, code: 'target_blocked' | 'disk_full' = 'target_blocked'): BatchRecord {
  claims += 1;
  const failure = new TapehaulError(code, 'no right to write', { facts: { worker } }).toJSON();
  return { ...held(worker), claims, isHeld: false, failure };
}

/** A batch that a worker has. */
function held(worker: string): BatchRecord {
  return {
    ...{ batch: 1, name: FILE_TASK, left: 1, claims: 0, losses: 0, failure: null },
    holder: worker,
    isHeld: true,
  };
}

function ending(
  failures: FleetFailures,
  batches: readonly BatchRecord[],
  { ended = 0, isBusyElsewhere = false, at = 0 } = {},
): string | undefined {
  failures.see(batches, { ended, at });
  return failures.ending(batches, { ended, at, isBusyElsewhere })?.code;
}

test('trouble ends a run once workers have had its batches again, since no other one came meanwhile', () => {
  const one = new FleetFailures();
  const first = failed('a');
  expect(ending(one, [first])).toBeUndefined();
  expect(ending(one, [first])).toBeUndefined();
  expect(ending(one, [failed('a')])).toBe('target_blocked');
  const two = new FleetFailures();
  expect(ending(two, [failed('a')])).toBeUndefined();
  // A third worker, which has nothing to do, may not have been handed a batch yet.
  expect(ending(two, [failed('b')])).toBeUndefined();
  expect(ending(two, [failed('a')])).toBeUndefined();
  expect(ending(two, [failed('b')])).toBe('target_blocked');
});

test('batches that a worker had at once and gave back are not taken again', () => {
  const failures = new FleetFailures();
  const of = (batch: number, claims = 1): BatchRecord => ({ ...failed('a'), batch, claims });
  const inProgress = { ...held('a'), batch: 3, claims: 1 };
  expect(ending(failures, [of(1), of(2), inProgress])).toBeUndefined();
  expect(ending(failures, [of(3)])).toBeUndefined();
  expect(ending(failures, [of(1, 3)])).toBe('target_blocked');
});

test('each worker that meets the trouble for the first time gives the others another chance', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.infiniteStream(fc.nat(29)), (workers, order) => {
      const failures = new FleetFailures();
      const since = new Map<string, number>();
      let given = 0;
      for (const number of order.take(200)) {
        const worker = `worker ${number % workers}`;
        if (!since.has(worker)) for (const known of since.keys()) since.set(known, 0);
        since.set(worker, (since.get(worker) ?? 0) + 1);
        given += 1;
        const isStuck = given === 20 || [...since.values()].some((times) => times > 1);
        expect(ending(failures, [failed(worker)])).toBe(isStuck ? 'target_blocked' : undefined);
        if (isStuck) return;
      }
    }),
  );
});

test('a run waits a minute for workers that are busy with other runs', () => {
  const failures = new FleetFailures();
  const busy = { isBusyElsewhere: true };
  expect(ending(failures, [failed('a')], busy)).toBeUndefined();
  expect(ending(failures, [failed('a')], { ...busy, at: 59_000 })).toBeUndefined();
  expect(ending(failures, [], { ...busy, at: 60_000 })).toBe('target_blocked');
  const two = new FleetFailures();
  for (const worker of ['a', 'b', 'a']) expect(ending(two, [failed(worker)], busy)).toBeUndefined();
  expect(ending(two, [failed('b')], { ...busy, at: 59_000 })).toBeUndefined();
  expect(ending(two, [], { ...busy, at: 60_000 })).toBe('target_blocked');
});

test('a failing worker that is started again under ever new names ends the run after a while, also where others are busy', () => {
  for (const isBusyElsewhere of [false, true]) {
    const failures = new FleetFailures();
    const ends = Array.from({ length: 40 }, (_, number) =>
      ending(failures, [failed(`pod-${number}`)], { isBusyElsewhere, at: number * 2_000 }),
    );
    expect(ends.indexOf('target_blocked')).toBe(isBusyElsewhere ? 30 : 19);
    // A file that ends shows that not all is lost.
    expect(ending(failures, [failed('pod-40')], { ended: 1, at: 80_000 })).toBeUndefined();
  }
});

test('while a worker that is not in trouble has a batch, or files end, a run continues', () => {
  const failures = new FleetFailures();
  const batches = [failed('a'), failed('b'), held('c')];
  expect(ending(failures, batches)).toBeUndefined();
  expect(ending(failures, [failed('c')])).toBeUndefined();
  expect(ending(failures, [failed('c')])).toBe('target_blocked');
  expect(ending(failures, [failed('a')], { ended: 1 })).toBeUndefined();
  expect(ending(failures, [failed('a')], { ended: 2 })).toBeUndefined();
  expect(ending(failures, [failed('a')], { ended: 2 })).toBe('target_blocked');
});

test('what only says that a machine is in trouble is none of the run; a report is given once, and says whether its worker gave one before', () => {
  const failures = new FleetFailures();
  const moment = { ended: 0, at: 0 };
  expect(failures.see([failed('a', 'disk_full')], moment)).toEqual([]);
  const batch = failed('a');
  expect(failures.see([batch], moment)).toMatchObject([{ batch: 1, worker: 'a', isRepeated: false }]);
  expect(failures.see([batch], moment)).toEqual([]);
  expect(failures.see([failed('a')], moment)).toMatchObject([{ isRepeated: true }]);
});

test('one worker among any number that do something never ends a run', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (steps) => {
      const failures = new FleetFailures();
      let ended = 0;
      for (const isProgress of steps) {
        if (isProgress) ended += 1;
        expect(ending(failures, [failed('bad'), held('good')], { ended })).toBeUndefined();
      }
    }),
  );
});
