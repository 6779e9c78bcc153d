import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunWaits } from '../../src/fleet/worker-trouble.ts';

test('a run whose batch was given back is left to others for five seconds, then for twice as long each time, half a minute at most', () => {
  const waits = new RunWaits();
  expect(waits.left('run', 0)).toBe(0);
  let at = 0;
  for (const wait of [5_000, 10_000, 20_000, 30_000, 30_000]) {
    waits.failed('run', at);
    // Another batch of the same moment.
    waits.failed('run', at + 1);
    expect([waits.left('run', at), waits.left('other', at)]).toEqual([wait, 0]);
    at += wait;
    expect([waits.left('run', at - 1), waits.left('run', at)]).toEqual([1, 0]);
  }
  waits.succeeded('run');
  waits.failed('run', at);
  expect(waits.left('run', at)).toBe(5_000);
});

test('however often a run fails, five losses of one batch by one worker take more than a minute', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2_000), { minLength: 5, maxLength: 5 }), (late) => {
      const waits = new RunWaits();
      let at = 0;
      for (const more of late) {
        at += waits.left('run', at) + more;
        waits.failed('run', at);
      }
      expect(at).toBeGreaterThanOrEqual(5_000 + 10_000 + 20_000 + 30_000);
    }),
  );
});
