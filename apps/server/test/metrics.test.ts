import { expect, test } from 'vitest';
import { call, ended, serve, serveArchive, simulator, startRun, stop } from './service.ts';

/** The value of each series of the service's metrics. */
async function figures(): Promise<Map<string, number>> {
  const { body } = await call('GET', '/metrics');
  const lines = String(body)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

const outcomes = (all: Map<string, number>, directory: string) =>
  Object.fromEntries(
    ['completed', 'completed_with_failures', 'failed', 'cancelled'].map((outcome) => [
      outcome,
      all.get(`tapehaul_runs_total{outcome="${outcome}",output_directory="${directory}"}`),
    ]),
  );
const lastSuccess = 'tapehaul_last_success_timestamp_seconds{output_directory="btc"}';

test('each outcome of a directory exists at 0 before the first run of it ends, and counts its own', async () => {
  await serveArchive({ latencyMs: 20 });
  await serve();
  const first = await startRun();
  const queued = await startRun({ output_directory: 'eth' });
  const during = await figures();
  expect(outcomes(during, 'btc')).toEqual({
    completed: 0,
    completed_with_failures: 0,
    failed: 0,
    cancelled: 0,
  });
  expect(outcomes(during, 'eth')).toMatchObject({ failed: 0 });
  expect(during.get('tapehaul_runs_waiting')).toBe(1);
  expect(during.get('tapehaul_queue_oldest_age_seconds')).toBeGreaterThan(0);
  expect(during.get('tapehaul_files_total{outcome="failed"}')).toBe(0);
  const progress = 'tapehaul_run_last_progress_timestamp_seconds';
  expect(during.get(`${progress}{output_directory="btc"}`)).toBeGreaterThan(1.7e9);
  expect((await call('POST', `/v1/runs/${queued}/cancel`)).status).toBe(202);
  await ended(first);
  const after = await figures();
  expect(outcomes(after, 'btc')).toMatchObject({ completed: 1, failed: 0 });
  expect(after.get(lastSuccess)).toBeGreaterThan(1.7e9);
  expect([...after.keys()].filter((name) => name.startsWith(progress))).toEqual([]);
  expect(after.get('tapehaul_queue_oldest_age_seconds')).toBe(0);
  expect(after.get('tapehaul_run_duration_seconds_count{outcome="completed"}')).toBe(1);

  simulator.faults.add({
    key: /2025-07-16\.zip$/,
    fault: { kind: 'status', status: 403, code: 'AccessDenied' },
  });
  const dates = { date_range: { start: '2025-07-01', end: '2025-07-16' } };
  await ended(await startRun(dates));
  simulator.faults.add({ key: /.*/, fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
  await ended(await startRun({ planning: 'listing', ...dates }));
  expect(outcomes(await figures(), 'btc')).toEqual({
    completed: 1,
    completed_with_failures: 1,
    failed: 1,
    cancelled: 0,
  });
});

test('the last success is read from the record, also after a restart', async () => {
  await serveArchive();
  await serve();
  await ended(await startRun());
  const before = (await figures()).get(lastSuccess);
  await stop();
  await serve();
  const all = await figures();
  expect(before).toBeGreaterThan(1.7e9);
  expect(all.get(lastSuccess)).toBe(before);
  // What ends from now on is counted from 0.
  expect(outcomes(all, 'btc')).toMatchObject({ completed: 0, failed: 0 });
});

test('figures of the process, the build and the disk are there', async () => {
  await serve();
  const all = await figures();
  const names = [...all.keys()].map((series) => series.split('{')[0]);
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_p99_seconds',
  ]) {
    expect(names).toContain(name);
  }
  expect([...all.keys()]).toContainEqual(
    expect.stringMatching(/^tapehaul_build_info\{version="\d+\.\d+\.\d+",/),
  );
  const [free = 0, size = 0] = ['free', 'size'].map((name) => all.get(`tapehaul_disk_${name}_bytes`));
  expect(free).toBeGreaterThan(0);
  expect(size).toBeGreaterThan(free);
});
