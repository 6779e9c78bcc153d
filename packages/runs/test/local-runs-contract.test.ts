import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { CODES, type ErrorCode, exitStatusOf, TapehaulError } from '@tapehaul/errors';
import {
  endOfError,
  endOfRun,
  endOfWaiting,
  localRuns,
  type RunControl,
  type RunLogLine,
  type RunProgress,
} from '@tapehaul/runs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let folder = '';
let archive: Simulator;
let whole = '';
/** The runs of `whole`: one that completed, and one of four files of which one failed. */
const ids: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-local-runs-'));
  archive = await startSimulator({ source: syntheticSource({ maxRows: 10 }) });
  whole = join(folder, 'whole');
  const control = localRuns(whole);
  ids.push((await control.collect({ config: configOf(whole, 3) })).runId);
  archive.faults.add({ key: /04\.zip$/, fault: { kind: 'status', status: 403 } });
  ids.push((await control.collect({ config: configOf(whole, 4) })).runId);
  archive.faults.clear();
});
afterAll(async () => {
  await archive.close();
  await rm(folder, { recursive: true, force: true });
});

let control: RunControl;
let directory = '';
let count = 0;
beforeEach(() => {
  count += 1;
  directory = join(folder, `copy-${count}`);
  execFileSync('cp', ['-a', whole, directory]);
  control = localRuns(directory);
});

function configOf(output_directory: string, days: number): CollectionConfig {
  return parseConfig({
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start: '2025-07-01', end: `2025-07-0${days}` },
    recheck: { listing_days: 0 },
    engine: 's3',
    planning: 'matrix',
    task_retry_attempts: 0,
    retry_attempts: 0,
    output_directory,
    source: { endpoint: archive.url },
  });
}

describe('the runs of a directory', () => {
  test('are listed the newest first, each with its times, files, bytes and request', async () => {
    const [newest, oldest, ...more] = await control.list();
    expect(more).toEqual([]);
    expect(newest).toMatchObject({
      runId: ids[1],
      state: 'CompletedWithGaps',
      directory,
      files: 4,
      failed: 1,
      counts: { Cached: { tasks: 3 }, Failed: { tasks: 1, bytes: 0 } },
      request: { symbols: ['BTCUSDT'], from: '2025-07-01', to: '2025-07-04' },
    });
    expect(oldest).toMatchObject({ runId: ids[0], state: 'Completed', files: 3, failed: 0 });
    const [start, end] = [newest?.startedAt, newest?.endedAt].map((at) => Date.parse(at ?? ''));
    expect(newest?.seconds).toBeCloseTo((Number(end) - Number(start)) / 1_000, 3);
    expect(await control.list({ limit: 1 })).toMatchObject([{ runId: ids[1] }]);
  });

  test('have a JSON object of plain data each, with the names that scripts use', async () => {
    for (const { line, runId } of await control.list()) {
      expect(JSON.parse(JSON.stringify(line))).toEqual(line);
      expect(line).toMatchObject({ kind: 'run', run_id: runId, started_at: expect.any(String), resumes: 0 });
    }
    const { line } = await control.show(undefined);
    expect(line).toMatchObject({
      run_id: ids[1],
      failures: [{ code: 'access_denied' }],
      history: expect.any(Array),
    });
  });

  test('are shown with the slowest of the files that were fetched, and with no other', async () => {
    expect((await control.show(ids[1])).slowest.map(({ key }) => key)).toEqual([
      expect.stringContaining('07-04'),
    ]);
    const { slowest, history, changes } = await control.show(ids[0]);
    expect(slowest).toHaveLength(3);
    const seconds = slowest.map((file) => file.seconds);
    expect(seconds).toEqual(seconds.toSorted((a, b) => b - a));
    expect(history.map(({ state }) => state)).toEqual(['Running', 'Completed']);
    expect(changes).toEqual([]);
  });
});

describe('the log of a run', () => {
  const logs = (...query: Parameters<RunControl['logs']>): Promise<RunLogLine[]> =>
    Array.fromAsync(control.logs(...query));

  test('is in the order it came, and limited by level, task and text', async () => {
    const all = await logs(ids[1]);
    const sequences = all.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    const errors = await logs(ids[1], { level: 'error' });
    expect(errors.length).toBeGreaterThan(0);
    expect(errors).toEqual(all.filter(({ level }) => level === 'error'));
    const [{ task = null } = {}] = errors.filter((line) => line.task !== null);
    expect(await logs(ids[1], { task: task ?? '' })).toEqual(all.filter((line) => line.task === task));
    expect(await logs(ids[1], { contains: 'PLANNED 4' })).toEqual(
      all.filter(({ message }) => message.includes('planned 4')),
    );
  });

  test('of a run that has ended ends, also where it is followed', async () => {
    expect(await logs(ids[0], { follow: true })).toEqual(await logs(ids[0]));
  });
});

test('a run that is followed says where it stands, with all that has ended', async () => {
  const standings: RunProgress[] = [];
  const outcome = await control.follow(ids[1], { onProgress: (standing) => standings.push(standing) });
  expect(outcome).toMatchObject({ runId: ids[1], state: 'CompletedWithGaps', exit_code: 3, error: null });
  expect(standings).toEqual([outcome.progress]);
  expect(standings).toMatchObject([
    { state: 'CompletedWithGaps', isPlanned: true, isOver: true, files: 4, settled: 4, failed: 1, cached: 3 },
  ]);
});

test('a run of this process reports events and log lines, and its whole result; the id is the one that it was given', async () => {
  const runId = '20250101T000000Z-abcdef';
  const messages: string[] = [];
  const pairs: boolean[] = [];
  const outcome = await control.collect(
    { config: configOf(directory, 5), runId },
    { onEvent: (event, line) => pairs.push(event === line), onLog: ({ message }) => messages.push(message) },
  );
  expect(outcome).toMatchObject({ runId, exit_code: 0, result: { run_id: runId, status: 'completed' } });
  expect(pairs.length).toBeGreaterThan(5);
  expect(pairs).not.toContain(false);
  expect(messages).toContain('all files are settled');
});

test('a run is continued under settings of now, and stopped by the signals of the caller', async () => {
  const stopped = await control.retry(ids[1], {}, { signal: AbortSignal.abort() });
  expect(stopped).toMatchObject({ runId: ids[1], exit_code: 130, error: { code: 'cancelled' } });
  const refused = control.retry(ids[1], { settings: { layout: 'archive' } });
  await expect(refused).rejects.toMatchObject({ code: 'config_invalid', facts: { key: 'layout' } });
  const settings = { max_parallel_downloads: '1' };
  expect(await control.retry(ids[1], { settings, maxBytesPerSecond: 1_000_000 })).toMatchObject({
    exit_code: 0,
  });
});

describe('the end of a run', () => {
  const codes = Object.keys(CODES).filter((code): code is ErrorCode => code in CODES);

  test('that an error kept from beginning has the exit status of its code', () => {
    for (const code of codes) expectEnd(code);
  });

  function expectEnd(code: ErrorCode): void {
    const error = new TapehaulError(code, 'what happened', { hint: 'what to do' });
    const end = endOfError(error);
    expect(end).toMatchObject({ state: code, exit_code: exitStatusOf(code) });
    const shown = code === 'internal' ? { message: 'something went wrong inside' } : { hint: 'what to do' };
    expect(end.error).toMatchObject({ code, ...shown });
    expect(endOfWaiting(error)).toMatchObject({ state: 'cancelled', exit_code: exitStatusOf(code) });
  }

  test('with a fault of the program shows nothing of its inside', () => {
    const end = endOfError(new TypeError('secret /home/me'));
    expect(end).toMatchObject({ state: 'internal', exit_code: 1 });
    expect(JSON.stringify(end)).not.toContain('secret');
  });

  test.each([
    ['Completed', null, 0],
    ['Crashed', null, 1],
    ['CompletedWithGaps', { exit_code: 6, error: null }, 6],
    ['Failed', { error: new TapehaulError('disk_full', 'full').toJSON() }, 7],
    ['Completed', 'of another version', 0],
    ['Failed', { exit_code: 'x' }, 1],
  ])('is read from its record: %s with %o is %i', (state, result, exit_code) => {
    expect(endOfRun({ state, result })).toMatchObject({ state, exit_code });
  });
});
