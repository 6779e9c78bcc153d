import { describe, expect, test } from 'vitest';
import {
  advance,
  cursorOf,
  hasWorkLeft,
  isLeftOver,
  MOST_CELLS,
  pageLimit,
  partRange,
  positionOf,
  type TaskProgress,
} from '../src/rules/index.ts';

const planned = (): TaskProgress => ({
  state: 'Scheduled',
  phase: 'waiting',
  errorCode: null,
  errorMessage: null,
  attempts: 0,
  earlier: 0,
  startedAt: null,
  attemptAt: null,
  updatedAt: 1,
  durationMs: null,
  retryAt: null,
  bytes: null,
  engine: null,
});

describe('a change of a task', () => {
  const change = { runId: 'r', taskId: 't', name: 'n', attempt: 1 };

  test('begins an attempt, and ends it', () => {
    const task = planned();
    expect(advance(task, { ...change, state: 'Running', phase: 'running', at: 10.9 })).toBeUndefined();
    expect(task).toMatchObject({ attempts: 1, startedAt: 10, attemptAt: 10, durationMs: null });
    const ended = advance(task, { ...change, state: 'Completed', phase: 'final', at: 25, bytes: 7 });
    expect(ended).toMatchObject({ attempt: 1, startedAt: 10, endedAt: 25, state: 'Completed' });
    expect(task).toMatchObject({ state: 'Completed', durationMs: 15, bytes: 7, attemptAt: null });
  });

  test('that is handed in twice ends one attempt only', () => {
    const task = planned();
    advance(task, { ...change, state: 'Running', phase: 'running', at: 10 });
    const end = { ...change, state: 'Failed', phase: 'final', at: 25, errorCode: 'throttled' } as const;
    expect(advance(task, end)).toBeDefined();
    expect(advance(task, end)).toBeUndefined();
  });

  test('of a task that is done again continues its numbers of attempts', () => {
    const task = { ...planned(), state: 'Failed', phase: 'final' as const, attempts: 3 };
    advance(task, { ...change, state: 'Running', phase: 'running', at: 30 });
    expect(task).toMatchObject({ attempts: 4, earlier: 3 });
  });
});

describe('what is left of a run', () => {
  const kind = (state: string, phase: 'waiting' | 'final' = 'final', errorCode: string | null = null) => ({
    state,
    phase,
    errorCode,
  });
  const ended = { state: 'CompletedWithGaps', plannedAt: 1 };

  test('is all of a run without a plan, and nothing of one that completed', () => {
    expect(hasWorkLeft({ state: 'Failed', plannedAt: null }, [], false)).toBe(true);
    expect(hasWorkLeft({ state: 'Crashed', plannedAt: 1 }, [], false)).toBe(true);
    expect(hasWorkLeft({ state: 'Completed', plannedAt: 1 }, [kind('Completed')], true)).toBe(false);
  });

  test('are tasks that did not end or were stopped, and failed ones where they are requested', () => {
    expect(hasWorkLeft(ended, [kind('Scheduled', 'waiting')], false)).toBe(true);
    expect(hasWorkLeft(ended, [kind('Failed', 'final', 'throttled')], false)).toBe(false);
    expect(hasWorkLeft(ended, [kind('Failed', 'final', 'throttled')], true)).toBe(true);
    expect(isLeftOver(kind('Cancelled', 'final', 'cancelled'), false)).toBe(true);
    expect(isLeftOver(kind('Absent'), true)).toBe(false);
  });
});

describe('a page', () => {
  test('has a hundred rows, or as many as are requested, up to a thousand', () => {
    expect([{}, { limit: 7.9 }, { limit: -1 }, { limit: 1e9 }].map((request) => pageLimit(request))).toEqual([
      100, 7, 1, 1_000,
    ]);
    expect(pageLimit({ limit: 1e9 }, MOST_CELLS)).toBe(2_000);
  });

  test('has a cursor that only its own list accepts', () => {
    const cursor = cursorOf('runs', [7, 'a']);
    expect(positionOf('runs', [0, ''], cursor)).toEqual([7, 'a']);
    const refused = [
      ['tasks', [0, ''], cursor],
      ['runs', [0], cursor],
      ['runs', [0, 0], cursor],
      ['runs', [0, ''], 'nonsense'],
    ] as const;
    for (const [list, example, text] of refused) {
      expect(() => positionOf(list, example, text)).toThrow(
        expect.objectContaining({ code: 'cursor_invalid' }),
      );
    }
  });
});

test('a part of a plan that is larger than its range of numbers is refused by a code that no other worker can help with', () => {
  expect(partRange(3, 1_000_000)).toEqual({ batch: 1_002_999, task: 1_002_999_999 });
  expect(() => partRange(3, 1_000_001)).toThrow(
    expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('1,000,001 files') }),
  );
});
