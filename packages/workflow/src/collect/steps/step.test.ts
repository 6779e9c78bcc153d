import { flow } from '@tapehaul/orchestrator';
import { expect, test } from 'vitest';
import { step } from './step.ts';

const errno = (code: string): Error => Object.assign(new Error(code), { code });

test.each<[string, Error, number, string]>([
  ['a fault in the program', new TypeError('x is not a function'), 1, 'internal'],
  ['a missing file', errno('ENOENT'), 1, 'file_failed'],
  ['a full disk', errno('ENOSPC'), 1, 'disk_full'],
  ['a connection that is refused', errno('ECONNREFUSED'), 4, 'connection_failed'],
])(
  'a step of a collection that meets %s is tried as often as its code says',
  async (_, thrown, times, code) => {
    let attempts = 0;
    const work = step('work', { retries: 3 }, async () => {
      attempts += 1;
      throw thrown;
    });
    const run = await flow('run', {}, (_input: undefined, { call }) => call(work, undefined))(undefined);
    expect({ attempts, state: run.state, code: run.error?.code }).toEqual({
      attempts: times,
      state: 'Failed',
      code,
    });
  },
);
