import { seriesParts } from '@tapehaul/archive';
import type { ObjectRecord, TaskRecord } from '@tapehaul/catalog';
import { DAY_STATE_SPECS, DAY_STATES, type DayState, remedyOf } from '@tapehaul/coverage';
import { describe, expect, test } from 'vitest';
import { type DayFacts, dayReport } from './day-report.ts';

const series = seriesParts('spot/klines/BTCUSDT/1h');
const key = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip';
const at = Date.UTC(2025, 6, 2, 3);

const factsOf = (state: DayState, more: Partial<DayFacts> = {}): DayFacts => {
  const day = '2025-07-01';
  const { fault } = DAY_STATE_SPECS[state];
  const hole = { series, first: day, last: day, days: 1, state, fault, remedy: remedyOf(state) };
  return {
    known: { ...hole, reason: 'because', evidence: null, runId: null, taskId: null },
    run: undefined,
    plan: undefined,
    task: undefined,
    files: [],
    versions: [],
    change: undefined,
    dispute: undefined,
    partitions: [],
    findings: [],
    ...more,
  };
};

/** What is answered of a day two days later, and a year later, by its state. */
const ANSWERS: Readonly<Record<DayState, readonly [exists: string, soon: string, later: string]>> = {
  unknown: ['unknown', 'no', 'no'],
  proved: ['yes', 'held', 'held'],
  month: ['yes', 'held', 'held'],
  accepted: ['yes', 'held', 'held'],
  unverified: ['yes', 'held', 'held'],
  month_unverified: ['yes', 'held', 'held'],
  planned: ['unknown', 'yes', 'yes'],
  not_yet_published: ['no', 'yes', 'yes'],
  before_first: ['no', 'no', 'no'],
  after_last: ['no', 'no', 'no'],
  type_ended: ['no', 'no', 'no'],
  never_existed: ['no', 'no', 'no'],
  gap: ['no', 'possible', 'unlikely'],
  absent: ['no', 'possible', 'unlikely'],
  month_short: ['no', 'possible', 'unlikely'],
  failed: ['unknown', 'yes', 'yes'],
  disputed: ['yes', 'possible', 'possible'],
  corrupt: ['yes', 'yes', 'yes'],
  gone: ['yes', 'yes', 'yes'],
};

describe('the report of a day', () => {
  test.each(DAY_STATES)('that is %s says whether it exists, whether it will come and what to do', (state) => {
    const [exists, soon, later] = ANSWERS[state];
    const report = dayReport(factsOf(state), '2025-07-03');
    expect(report).toMatchObject({ state, exists, will_come: soon, remedy: remedyOf(state) });
    expect(dayReport(factsOf(state), '2026-07-03').will_come).toBe(later);
    expect(report.requested).toBe(state !== 'unknown');
    expect(report.outlook).toMatch(/^[A-Z].*\.$/);
  });

  test('takes the time of what says most: the file, the dispute, then the plan of the run', () => {
    const run = {
      ...{ runId: 'r1', flow: 'collect', state: 'Completed', parentRunId: null, tags: [], resumes: 0 },
      ...{ startedAt: at, plannedAt: at + 1_000, endedAt: null, traceparent: null },
      owner: { name: 'process 1', heartbeatAt: at },
    };
    const file = {
      ...{ key, path: 'a.zip', bytes: 9, mtimeMs: at, sha256: null, etag: null },
      ...{ lastModified: null, series, partition: 'daily', period: '2025-07-01', runId: 'r0' },
      ...{ proof: 'none' as const, depth: 'deep' as const, recordedAt: at - 60_000 },
    } satisfies ObjectRecord;
    expect(dayReport(factsOf('gap', { run }), '2025-07-03').answer).toMatchObject({
      at: '2025-07-02T03:00:01.000Z',
      run_id: 'r1',
      run_state: 'Completed',
    });
    const held = dayReport(factsOf('unverified', { files: [file] }), '2025-07-03');
    expect(held.answer).toMatchObject({ at: '2025-07-02T02:59:00.000Z', run_id: 'r0', attempts: 0 });
    expect(held.files).toMatchObject([
      { key, proof: 'none', depth: 'deep', recorded_at: '2025-07-02T02:59:00.000Z' },
    ]);
  });

  test('of a file that is gone or was removed does not take its fetch for the finding', () => {
    const task: TaskRecord = {
      ...{ runId: 'r1', taskId: key, name: 'fetch', input: null, state: 'Completed', phase: 'final' },
      ...{ attempts: 1, plannedAt: at, startedAt: at, updatedAt: at, durationMs: 1, retryAt: null },
      ...{ bytes: 9, engine: null, errorCode: null, errorMessage: null },
    };
    expect(dayReport(factsOf('gone', { task }), '2025-07-03').answer.at).toBeNull();
    expect(dayReport(factsOf('failed', { task }), '2025-07-03').answer.at).toBe('2025-07-02T03:00:00.000Z');
    const removed = dayReport(factsOf('unknown', { task }), '2025-07-03');
    expect(removed).toMatchObject({ requested: true, meaning: 'was requested, and its file was removed' });
  });
});
