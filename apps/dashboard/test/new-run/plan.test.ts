import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choicesOf, type MatrixRow } from '../../src/pages/new-run/config/choices.ts';
import {
  daysOf,
  gapGroups,
  type PlanAnswer,
  type PlanGap,
  roomOf,
} from '../../src/pages/new-run/plan/plan-answer.ts';
import { type Readiness, startButton } from '../../src/pages/new-run/plan/start-button.ts';

const summary = {
  files: 225,
  changes: { new: 200, present: 25 },
  fetch_files: 200,
  fetch_bytes: 1_260_000,
  estimated_files: 0,
  disk_bytes: 2_000_000,
  requests: 400,
  missing_days: 0,
  free_bytes: 5_000_000,
  unknown: [],
  warnings: [],
  verdicts: {},
};
const plan: PlanAnswer = { plan_id: 'p1', summary, gaps: [] };
const ready: Readiness = {
  fault: undefined,
  problems: 0,
  plan,
  planFailed: false,
  buildsTables: false,
  scope: 'write',
  isStarting: false,
};

describe('the start button', () => {
  test('names the plan that it starts', () => {
    const label = (more: Partial<PlanAnswer['summary']>) =>
      startButton({ ...ready, plan: { ...plan, summary: { ...summary, ...more } } }).label;
    expect(label({})).toBe('Start 200 files, 1.26 MB');
    expect(label({ fetch_files: 1, estimated_files: 1 })).toBe('Start 1 file, about 1.26 MB');
    expect(label({ fetch_files: 0 })).toBe('Check 225 files in place');
    expect(startButton({ ...ready, plan: undefined }).label).toBe('Start');
  });

  test('says why it is off, the first reason only, and is on otherwise', () => {
    const reason = (more: Partial<Readiness>) => startButton({ ...ready, ...more }).reason;
    expect(reason({})).toBeUndefined();
    expect(reason({ scope: 'read', fault: 'x' })).toContain('only read');
    expect(reason({ fault: 'x', problems: 3 })).toContain('JSON');
    expect(reason({ problems: undefined })).toContain('being checked');
    expect(reason({ problems: 1, plan: undefined })).toBe('1 problem must be solved first.');
    expect(reason({ plan: undefined })).toContain('being made');
    expect(reason({ plan: undefined, planFailed: true })).toContain('could not be planned');
    expect(reason({ isStarting: true })).toContain('being started');
    expect(reason({ plan: { ...plan, summary: { ...summary, files: 0 } } })).toContain('no files');
    const settled = { days: 15, held: 15, missing: 0 };
    const held: PlanAnswer = { ...plan, summary: { ...summary, files: 0, fetch_files: 0, settled } };
    expect(startButton({ ...ready, plan: held })).toEqual({
      label: 'Start',
      reason: 'Nothing to fetch: what exists is held.',
    });
    expect(startButton({ ...ready, plan: held, buildsTables: true })).toEqual({
      label: 'Build tables of what is held',
      reason: undefined,
    });
    const full = {
      ...plan,
      forecast: { seconds_p50: null, seconds_p90: null, disk_free: 1_000_000, fits: false },
    };
    expect(reason({ plan: full })).toBe('It needs 2 MB, and 1 MB are free.');
  });
});

test('room on the disk is what the forecast says, else what the summary says, and may be unknown', () => {
  expect(roomOf(plan)).toEqual({ fits: true, needs: 2_000_000, free: 5_000_000 });
  expect(roomOf({ ...plan, summary: { ...summary, free_bytes: 1 } })?.fits).toBe(false);
  expect(roomOf({ ...plan, summary: { ...summary, free_bytes: null } })).toBeUndefined();
});

test('gaps are grouped by what is said of them, those of most days first, and none is lost', () => {
  const gap = fc.record({
    symbol: fc.constantFrom('A', 'B'),
    verdict: fc.constantFrom('gap', 'after_last'),
    reason: fc.constantFrom('missing', 'nothing newer'),
    days: fc.integer({ min: 1, max: 400 }),
  });
  fc.assert(
    fc.property(fc.array(gap), (its) => {
      const gaps = its.map(({ days, ...of }): PlanGap => {
        const last = new Date(Date.UTC(2024, 0, days)).toISOString().slice(0, 10);
        return { market: 'spot', data_type: 'trades', interval: null, first: '2024-01-01', last, ...of };
      });
      const groups = gapGroups(gaps);
      expect(groups.flatMap((group) => group.gaps)).toHaveLength(gaps.length);
      expect(groups.reduce((sum, { days }) => sum + days, 0)).toBe(
        its.reduce((sum, { days }) => sum + days, 0),
      );
      groups.forEach(({ days }, place) => {
        expect(days).toBeLessThanOrEqual(groups[place - 1]?.days ?? days);
      });
    }),
  );
  expect(daysOf({ first: '2025-03-29', last: '2025-03-31' })).toBe(3);
});

describe('what can be chosen', () => {
  const row = (
    market: string,
    data_type: string,
    intervals: string[] | null,
    to: string | null = null,
  ): MatrixRow => ({
    market,
    data_type,
    intervals,
    to,
  });
  const rows = [
    row('spot', 'klines', ['1s', '1m']),
    row('spot', 'klines', ['1w'], '2024-01-31'),
    row('futures_um', 'klines', ['1m']),
    row('futures_um', 'metrics', null),
    row('futures_um', 'bookTicker', null, '2024-03-30'),
  ];

  test('is everything at first, with what has ended', () => {
    const choices = choicesOf(rows, [], []);
    expect(choices.markets).toEqual(['spot', 'futures_um']);
    expect(choices.dataTypes).toEqual([
      { name: 'klines', note: undefined, isUseless: false },
      { name: 'metrics', note: undefined, isUseless: false },
      { name: 'bookTicker', note: 'ended 2024-03-30', isUseless: false },
    ]);
    expect(choices.hasIntervals).toBe(false);
  });

  test('says what the chosen markets and types do not have', () => {
    const spot = choicesOf(rows, ['spot'], ['klines']);
    expect(spot.dataTypes.map(({ note }) => note)).toEqual([undefined, 'not in spot', 'not in spot']);
    expect(spot.dataTypes.map(({ isUseless }) => isUseless)).toEqual([false, true, true]);
    const um = choicesOf(rows, ['futures_um'], ['klines', 'metrics']);
    expect(um.hasIntervals).toBe(true);
    expect(um.intervals).toEqual([
      { name: '1s', note: 'not of these types' },
      { name: '1m', note: undefined },
      { name: '1w', note: 'not of these types' },
    ]);
  });
});
