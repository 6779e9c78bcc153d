import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { folderSource } from '@tapehaul/archive-simulator';
import type { WhyReport } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { collect, mirror, output, serve, simulator, startCommand } from './collection.ts';

const daily = { partition: 'daily', planning: 'matrix' };
const keyOf = (day: string): string => `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-${day}.zip`;

const why = async (...args: string[]) => {
  const { stdout, stderr, exitCode } = await startCommand(['why', ...args, '--dir', output]);
  return { stdout: String(stdout), stderr: String(stderr), exitCode };
};
const reportOf = async (...args: string[]): Promise<WhyReport> => {
  const { stdout, exitCode } = await why(...args, '--json');
  expect(exitCode).toBe(0);
  return JSON.parse(stdout);
};

test('days that are held, absent, failed or were never requested are explained, by name, key and path', async () => {
  await serve();
  simulator.faults.add({ key: /2025-07-02\.zip$/, fault: { kind: 'missing' } });
  const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  simulator.faults.add({ key: /2025-07-03\.zip$/, fault: denied });
  const dates = { date_range: { start: '2025-07-01', end: '2025-07-04' } };
  const { events } = await collect({ ...daily, ...dates });
  const runId = events.flatMap((event) => (event.kind === 'started' ? [event.run_id] : []))[0];
  const requests = simulator.requests.count();

  const held = await why('BTCUSDT', '1h', '2025-07-01');
  expect(held.exitCode).toBe(0);
  expect(held.stdout).toContain('spot/klines/BTCUSDT/1h 2025-07-01');
  expect(held.stdout).toContain('proved: the day is held, proved by its checksum');
  expect(held.stdout).toContain(`run ${runId}`);
  expect(held.stdout).toContain('its digest equals the published checksum');
  expect(held.stdout.split('\n').length).toBeLessThanOrEqual(20);

  const span = await why('spot/klines/BTCUSDT/60m', '2025-06-30..2025-07-04');
  expect(span.stdout).toMatch(
    /2025-06-30: unknown\n +2025-07-01: proved\n +2025-07-02: absent\n +2025-07-03: failed\n +2025-07-04: proved\n/,
  );
  // Of a range, the first day that is missing is explained.
  expect(span.stdout).toContain('\n2025-07-02\nstate      absent');
  const never = await why('BTCUSDT', '1h', '2025-06-29..2025-06-30');
  expect(never.stdout).toContain('no, never');
  expect(never.stdout).toContain('--interval 1h --from 2025-06-29 --to 2025-06-29');
  expect(span.stdout.split('\n').length).toBeLessThanOrEqual(20);

  expect(await reportOf(`${keyOf('2025-07-02')}.CHECKSUM`)).toMatchObject({
    first: '2025-07-02',
    last: '2025-07-02',
    day: {
      state: 'absent',
      requested: true,
      exists: 'no',
      answer: { run_id: runId, task_id: keyOf('2025-07-02'), task_state: 'Absent', at: expect.any(String) },
      files: [],
      will_come: 'unlikely',
    },
  });
  const path =
    'bronze/binance/spot/klines/symbol=BTCUSDT/year=2025/month=07/day=03/BTCUSDT-1h-2025-07-03.zip';
  // A run is named without the flow that every collection has.
  expect(held.stdout).toContain(`run ${runId} (CompletedWithGaps)`);
  expect(await reportOf('BTCUSDT-1h-2025-07-03.zip')).toMatchObject({
    first: '2025-07-03',
    day: { state: 'failed' },
  });
  const failed = await why(join(output, path));
  expect(failed.stdout).toMatch(
    /^answer +AccessDenied: Access Denied \[access_denied\]; .*; task data\/spot\/.*2025-07-03\.zip/m,
  );
  expect(failed.stdout).toContain(`tapehaul retry ${runId} --failed`);
  expect(simulator.requests.count()).toBe(requests);
});

test('what names no recorded series, or no day, is refused with what was likely meant', async () => {
  await serve();
  const dates = { date_range: { start: '2025-07-01', end: '2025-07-01' } };
  await collect({ ...daily, ...dates, intervals: ['1h', '1d'] });
  const cases = [
    [['BTCUSTD', '1h', '2025-07-01'], 'Nearest recorded: spot/klines/BTCUSDT/1d, spot/klines/BTCUSDT/1h.'],
    [['BTCUSDT', '2025-07-01'], 'Name one of them: spot/klines/BTCUSDT/1d, spot/klines/BTCUSDT/1h.'],
    [['BTCUSDT', '1h'], 'no day is named'],
    [['BTCUSDT', '1h', '2025-02-30'], '2025-02-30 is not a day'],
  ] as const;
  for (const [args, said] of cases) {
    expect(await why(...args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(said) });
  }
});

test('a gap, a dispute and an earlier version are explained with their evidence', {
  tags: 'heavy',
}, async () => {
  const days = ['2025-07-01', '2025-07-02', '2025-07-04'] as const;
  await serve();
  const folder = await mirror(days);
  await simulator.close();
  const disputed = join(folder, `${keyOf(days[1])}.CHECKSUM`);
  const stale = createHash('sha256').update('stale').digest('hex');
  await writeFile(disputed, `${stale}  ${basename(keyOf(days[1]))}`);
  await serve({ source: folderSource(folder) });
  const request = {
    planning: 'listing',
    on_replaced: 'keep_both',
    recheck: { listing_days: 0 },
    date_range: { start: days[0], end: days[2] },
  };
  await collect(request);
  const other = await readFile(join(folder, keyOf(days[2])));
  await writeFile(join(folder, keyOf(days[0])), other);
  const digest = createHash('sha256').update(other).digest('hex');
  await writeFile(join(folder, `${keyOf(days[0])}.CHECKSUM`), `${digest}  ${basename(keyOf(days[0]))}`);
  await collect(request);

  expect((await reportOf('BTCUSDT', '1h', '2025-07-03')).day).toMatchObject({
    state: 'gap',
    exists: 'no',
    answer: { evidence: 'gap', reason: expect.stringContaining('although'), run_id: expect.any(String) },
  });
  expect((await reportOf('BTCUSDT', '1h', days[1])).day).toMatchObject({
    state: 'disputed',
    exists: 'yes',
    dispute: { state: 'open', published_sha256: stale },
    will_come: 'possible',
  });
  const replaced = await why('BTCUSDT', '1h', days[0]);
  expect(replaced.stdout).toMatch(/earlier +\S.*, replaced 20.*, kept as _replaced\/bronze\//);
  await rm(folder, { recursive: true });
});

test('a day that a month holds, and one that is not published yet, are explained', {
  tags: 'heavy',
}, async () => {
  await serve();
  await collect({
    partition: 'monthly',
    planning: 'matrix',
    date_range: { start: '2025-06-01', end: '2025-06-30' },
  });
  const { day } = await reportOf('BTCUSDT', '1h', '2025-06-14');
  expect(day).toMatchObject({ state: 'month', will_come: 'held', files: [{ partition: 'monthly' }] });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await collect({ ...daily, date_range: { start: tomorrow, end: tomorrow } });
  const { stdout } = await why('BTCUSDT', '1h', tomorrow);
  expect(stdout).toContain('not_yet_published');
  expect(stdout).toContain('a daily file is due on');
});
