import { hostname } from 'node:os';
import type { RunOwner } from '@tapehaul/catalog';
import { describe, expect, test } from 'vitest';
import { isAlive, ownerOf } from '../src/index.ts';
import { DEAD } from './test-catalog.ts';

describe('an owner', () => {
  const id = 'something';
  const me = (more: Partial<RunOwner> = {}): RunOwner => ({ ...ownerOf(id), ...more });
  const now = Date.now();

  test.each<[string, Partial<RunOwner>, boolean]>([
    ['this process', {}, true],
    ['this process, silent for an hour', { heartbeatAt: now - 3_600_000 }, true],
    ['a process that does not exist', { pid: DEAD, processStart: 1 }, false],
    ['a process with an id that another has now', { processStart: 1 }, false],
    ['a process before the machine was started again', { bootId: 'before' }, false],
    ['a process of another host that was heard lately', { host: 'elsewhere', bootId: 'x', pid: 1 }, true],
    [
      'a process of another host, silent for an hour',
      { host: 'elsewhere', heartbeatAt: now - 3_600_000 },
      false,
    ],
    ['one that nothing tells of, heard lately', { bootId: null, processStart: null }, true],
    [
      'one that nothing tells of, silent for an hour',
      { bootId: null, processStart: null, heartbeatAt: now - 3_600_000 },
      false,
    ],
  ])('that is %s is alive: %o %s', (_, more, alive) => {
    expect(isAlive(id, me(more))).toBe(alive);
  });

  test('with the id of this process is not alive for what this process never owned', () => {
    expect(isAlive('something else', me())).toBe(false);
    expect(me()).toMatchObject({ pid: process.pid, host: hostname() });
  });
});
