import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Output, Run } from '../src/api/shapes.ts';
import { verdictOf } from '../src/pages/overview/verdict.ts';
import { verdictsOf } from '../src/pages/run/tabs/plan-verdicts.ts';
import { RUN_FILTERS } from '../src/pages/runs/runs-search.ts';
import { actionsOf } from '../src/words/actions.ts';
import { runSentence, sumsOf } from '../src/words/runs.ts';
import { isOver, KNOWN_STATES } from '../src/words/state-words.ts';

type Counts = Readonly<Record<string, number>>;

const filesOf = (counts: Counts) =>
  Object.fromEntries(Object.entries(counts).map(([state, tasks]) => [state, { tasks, bytes: tasks * 10 }]));

/** A run of the set `name`; its id is the name and the state. */
const runOf = (name: string, state: Run['state'], counts: Counts = {}, ended_at: string | null = null): Run =>
  ({
    run_id: `${name}-${state}`,
    state,
    output_directory: name,
    started_at: '2025-07-15T08:00:00.000Z',
    ended_at,
    files: filesOf(counts),
  }) as Run;

const outputs = (...names: string[]): Output[] => names.map((name) => ({ name }) as Output);

describe('the sentence of a run', () => {
  test.each([
    ['Completed', { Completed: 2, Disputed: 1_500 }, '2 of 1,502 files are in place (1,500 disputed).'],
    [
      'Completed',
      { Unverified: 2, Absent: 1, Disputed: 2 },
      '2 of 5 files are in place (1 file not in the archive, 2 disputed).',
    ],
    ['Completed', { Completed: 1 }, 'Its file is in place.'],
    ['Completed', { Absent: 1 }, '0 of 1 file is in place (1 file not in the archive).'],
    ['CompletedWithGaps', { Failed: 1 }, 'Its file failed.'],
    ['CompletedWithGaps', { Cached: 2 }, 'All 2 files are in place.'],
    ['CompletedWithGaps', { Failed: 2 }, 'All 2 files failed.'],
    ['Running', { Completed: 1 }, '1 of 1 file has ended.'],
    ['CompletedWithGaps', { Completed: 8, Gone: 2 }, '2 of 10 files failed; the rest is in place.'],
    [
      'CompletedWithGaps',
      { Completed: 280, Failed: 2, Absent: 1, Disputed: 1 },
      '2 of 284 files failed; 280 are in place, 1 is not in the archive, 1 is disputed.',
    ],
    ['Failed', {}, 'It failed before any file was fetched.'],
    ['Failed', { Completed: 1, Scheduled: 1 }, 'It failed with 1 of 2 files left.'],
    ['Failed', { Cancelled: 1 }, 'It failed with 1 of 1 file left.'],
    ['Cancelled', { Cancelled: 3, Cached: 1 }, 'It was stopped with 3 of 4 files left. Resume continues it.'],
    ['Paused', { Completed: 1, Running: 1_200 }, 'It is paused with 1,200 of 1,201 files left.'],
    ['Retrying', { Failed: 2, AwaitingRetry: 1 }, '2 of 3 files have ended, 2 failed.'],
  ])('%s with %j', (state, counts, sentence) => {
    expect(runSentence(state, filesOf(counts))).toBe(sentence);
  });

  test('counts only the bytes of files in place', () => {
    const sums = sumsOf(filesOf({ Completed: 1, Cached: 2, Unverified: 3, Failed: 40, Running: 50 }));
    expect([sums.inPlace, sums.bytes, sums.left]).toEqual([6, 60, 50]);
  });
});

describe('the verdict of the overview', () => {
  test('puts a failed collection before any number of failed files', () => {
    const gaps = runOf('a', 'CompletedWithGaps', { Failed: 9_000 });
    const failed = runOf('b', 'Failed', { Failed: 1 }, '2025-07-15T09:00:00.000Z');
    expect(verdictOf(outputs('a', 'b'), [gaps, failed])).toEqual({
      tone: 'bad',
      sentence: '1 file failed in b; 1 other set failed, too.',
      run: 'b-Failed',
      since: '2025-07-15T09:00:00.000Z',
    });
  });

  test('counts the other sets in the plural and uses the start of a run that has no end', () => {
    const runs = ['a', 'b', 'c'].map((name) => runOf(name, 'Failed'));
    expect(verdictOf(outputs('a', 'b', 'c'), runs)).toMatchObject({
      sentence: 'The collection of a failed; 2 other sets failed, too.',
      since: '2025-07-15T08:00:00.000Z',
    });
  });

  test('lists three sets in progress, each once, and names no run when there are several', () => {
    const runs = ['a', 'a', 'b', 'c', 'd'].map((name) => runOf(name, 'Scheduled'));
    const sentence = (count: number): string => verdictOf([], runs.slice(0, count)).sentence;
    expect(sentence(4)).toBe('4 collections waiting: a, b, c. Nothing failed.');
    expect(sentence(5)).toBe('5 collections waiting: a, b, c and more. Nothing failed.');
    expect(verdictOf([], runs)).toMatchObject({ tone: 'busy', run: undefined, since: undefined });
  });

  test.each([
    [1, 'a was stopped before its end. Nothing failed.'],
    [2, 'a was stopped before its end, and 1 other set. Nothing failed.'],
    [3, 'a was stopped before its end, and 2 other sets. Nothing failed.'],
  ])('counts %d stopped sets', (count, sentence) => {
    const names = ['a', 'b', 'c'].slice(0, count);
    const runs = names.map((name) => runOf(name, 'Cancelled'));
    expect(verdictOf(outputs(...names), runs)).toMatchObject({ tone: 'wait', sentence, run: 'a-Cancelled' });
  });

  test('reports a failure exactly when the latest run of some set failed', () => {
    const states = fc.constantFrom<Run['state']>('Completed', 'Failed', 'Crashed', 'Running', 'Cancelled');
    const runs = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), states), { maxLength: 8 });
    fc.assert(
      fc.property(runs, (pairs) => {
        const latest = new Map([...pairs].reverse());
        const hasFailed = [...latest.values()].some((state) => state === 'Failed' || state === 'Crashed');
        const verdict = verdictOf(
          outputs('a'),
          pairs.map(([name, state]) => runOf(name, state)),
        );
        expect(verdict.tone === 'bad').toBe(hasFailed);
        expect(verdict.sentence.includes('Nothing failed')).toBe(!hasFailed);
      }),
    );
  });
});

test('a verdict of a plan with missing or unexpected fields is shown with empty texts', () => {
  const empty = { series: '', days: '', verdict: '', reason: '' };
  expect(verdictsOf({ verdicts: [null, 7, {}, { symbol: 7, verdict: null }] })).toEqual(Array(4).fill(empty));
  for (const verdicts of [undefined, null, 'gap', { length: 1 }])
    expect(verdictsOf({ verdicts })).toEqual([]);
});

test('each filter of runs has states of its own, and only the open one has states that are not over', () => {
  const { all, ...filters } = RUN_FILTERS;
  const named = Object.entries(filters).map(([name, { states }]) => [name, states.split(',')] as const);
  const states = named.flatMap(([, list]) => list);
  expect(all.states).toBeUndefined();
  expect(new Set(states).size).toBe(states.length);
  expect(states.filter((state) => !KNOWN_STATES.includes(state))).toEqual([]);
  expect(KNOWN_STATES.filter((state) => isOver(state) && !states.includes(state))).toEqual([]);
  for (const [name, list] of named) expect(list.filter(isOver)).toEqual(name === 'open' ? [] : list);
});

test('a run can be cancelled only before it is over, and resumed only after it', () => {
  for (const state of KNOWN_STATES) {
    const actions = actionsOf(state, 1);
    if (actions.includes('cancel')) expect(isOver(state)).toBe(false);
    if (actions.includes('resume')) expect(isOver(state)).toBe(true);
  }
  expect(actionsOf('Failed', 0)).toEqual(['resume']);
  expect(actionsOf('Cancelling', 3)).toEqual([]);
});
