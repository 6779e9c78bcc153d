import { describe, expect, test } from 'vitest';
import type { Output, Run } from '../src/api/shapes.ts';
import { resultFigures } from '../src/pages/overview/result-figures.ts';
import { verdictOf } from '../src/pages/overview/verdict.ts';
import { verdictsOf } from '../src/pages/run/tabs/plan-verdicts.ts';
import { bytesIn, bytesPerSecond, endedIn } from '../src/pages/run/tabs/timeline/timeline-figures.ts';
import { actionsOf } from '../src/words/actions.ts';
import { KNOWN_STATES } from '../src/words/state-words.ts';

const set = (name: string): Output => ({
  name,
  series: 1,
  files: 1,
  bytes: 1,
  newest_run: null,
  free_bytes: null,
});

let number = 0;
const run = (output_directory: string, state: Run['state'], counts: Record<string, number> = {}): Run => {
  number += 1;
  return {
    run_id: `run-${number}`,
    state,
    output_directory,
    started_at: '2025-07-15T08:00:00.000Z',
    ended_at: state === 'Running' ? null : '2025-07-15T08:33:00.000Z',
    resumes: 0,
    files: Object.fromEntries(Object.entries(counts).map(([name, tasks]) => [name, { tasks, bytes: 0 }])),
    request: null,
  } as Run;
};

describe('the verdict of the overview', () => {
  test('names a set that cannot be read before all others, which would seem to be gone without it', () => {
    const lost = (name: string) => ({ name, code: 'catalog_failed', message: 'the disk is full', hint: '' });
    const crashed = run('lab', 'Crashed');
    expect(verdictOf([], [], [lost('btc')])).toMatchObject({
      tone: 'bad',
      sentence: 'The record of btc cannot be read.',
    });
    expect(verdictOf([set('lab')], [crashed], [lost('btc'), lost('eth')]).sentence).toBe(
      'The record of btc cannot be read, and of 1 other set.',
    );
  });

  test('names the worst set first, with its run and since when', () => {
    const lab = run('lab', 'CompletedWithGaps', { Failed: 3, Corrupt: 2, Completed: 220 });
    const sentence = verdictOf([set('lab'), set('b')], [lab, run('b', 'Completed')]);
    expect(sentence).toEqual({
      tone: 'warn',
      sentence: '5 files failed in lab.',
      run: lab.run_id,
      since: '2025-07-15T08:33:00.000Z',
    });
    const crashed = run('b', 'Crashed', { Completed: 1 });
    expect(verdictOf([set('lab'), set('b')], [lab, crashed])).toMatchObject({
      tone: 'bad',
      sentence: 'The collection of b crashed; 1 other set failed, too.',
      run: crashed.run_id,
    });
  });

  test('goes by the latest run of a set: what failed before it is settled', () => {
    const runs = [run('lab', 'Completed'), run('lab', 'CompletedWithGaps', { Failed: 3 })];
    expect(verdictOf([set('lab')], runs)).toMatchObject({
      tone: 'good',
      sentence: 'Nothing failed in the latest runs of 1 set.',
    });
  });

  test('says what is in progress when nothing failed', () => {
    const busy = run('lab', 'Running', { Running: 2 });
    expect(verdictOf([set('lab')], [busy])).toMatchObject({
      tone: 'busy',
      sentence: '1 collection in progress: lab. Nothing failed.',
      run: busy.run_id,
    });
  });

  test('counts what has failed so far in what is in progress, and what is paused or waits', () => {
    const runs = [
      run('lab', 'Running', { Failed: 2, Completed: 5 }),
      run('a', 'Scheduled'),
      run('b', 'Paused'),
    ];
    expect(verdictOf([], runs)).toMatchObject({
      tone: 'warn',
      sentence: '1 collection in progress, 1 paused, 1 waiting: lab, a, b. 2 files failed so far.',
    });
  });

  test('says that nothing is collected yet, and what was stopped', () => {
    expect(verdictOf([], []).sentence).toBe('Nothing is collected yet.');
    expect(verdictOf([set('a')], [run('a', 'Cancelled')]).sentence).toBe(
      'a was stopped before its end. Nothing failed.',
    );
  });
});

test('the figures of a result are read as far as they are known', () => {
  const coverage = { expected: 20, held: 18, missing: 2, ours: 1, archive: 1 };
  expect(resultFigures({ coverage })).toEqual({ expected: 20, held: 18, ours: 1, archive: 1 });
  for (const result of [null, undefined, {}, { coverage: null }, { coverage: { held: 1 } }, 'x']) {
    expect(resultFigures(result)).toBeUndefined();
  }
});

test('the verdicts of a result are shown by series and days', () => {
  const row = {
    market: 'spot',
    data_type: 'klines',
    symbol: 'BTCUSDT',
    interval: '1h',
    verdict: 'gap',
    reason: 'x',
  };
  const verdicts = [
    { ...row, first: '2025-07-01', last: '2025-07-03' },
    { ...row, interval: null, first: '2025-07-09', last: '2025-07-09' },
  ];
  expect(verdictsOf({ verdicts })).toMatchObject([
    { series: 'spot klines BTCUSDT 1h', days: '2025-07-01 – 2025-07-03' },
    { series: 'spot klines BTCUSDT', days: '2025-07-09' },
  ]);
  expect(verdictsOf(null)).toEqual([]);
});

test('a slice of a timeline has the bytes that moved, else those of its files', () => {
  const times = { from: '2025-07-15T08:00:00Z', to: '2025-07-15T08:00:02Z' };
  const ended = { Completed: { tasks: 2, bytes: 300 }, Failed: { tasks: 1, bytes: 100 } };
  expect([endedIn({ ...times, ended }), bytesIn({ ...times, ended })]).toEqual([3, 400]);
  expect(bytesPerSecond({ ...times, ended, bytes: 1_000 })).toBe(500);
  expect(bytesPerSecond({ from: times.from, to: times.from, ended })).toBe(0);
});

test('what may be requested of a run goes by its state', () => {
  expect(actionsOf('Running', 0)).toEqual(['cancel', 'pause']);
  expect(actionsOf('Paused', 0)).toEqual(['cancel', 'unpause']);
  expect(actionsOf('Crashed', 2)).toEqual(['resume', 'retry']);
  expect(actionsOf('CompletedWithGaps', 2)).toEqual(['retry']);
  expect(actionsOf('Completed', 0)).toEqual([]);
  for (const state of KNOWN_STATES)
    expect(new Set(actionsOf(state, 1)).size).toBe(actionsOf(state, 1).length);
});
