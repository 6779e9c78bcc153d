import { expect, test } from 'vitest';
import { createServiceMetrics, RESULT_STATUSES } from './service.ts';

const QUIET = {
  running: 0,
  waiting: 0,
  oldestWaitingAt: undefined,
  followers: 0,
  followersDropped: 0,
  spans: undefined,
  disk: undefined,
  directories: [],
  working: [],
};

test('however many directories there are, the series are bounded, and no run is lost', async () => {
  const directories = Array.from({ length: 150 }, (_, index) => {
    return { directory: `set-${index}`, createdAt: 1e12, lastSuccessAt: undefined };
  });
  const metrics = createServiceMetrics('1.2.3', async () => ({ ...QUIET, directories }));
  for (const { directory } of directories) metrics.ended(directory, 'failed', 2);
  const lines = (await metrics.prometheusText()).split('\n');
  const named = (name: string) => lines.filter((line) => line.startsWith(`${name}{`));
  expect(named('tapehaul_runs_total')).toHaveLength(101 * RESULT_STATUSES.length);
  expect(lines).toContain('tapehaul_runs_total{outcome="failed",output_directory="_others"} 50');
  expect(named('tapehaul_record_created_timestamp_seconds')).toHaveLength(100);
  expect(lines).toContain('tapehaul_run_duration_seconds_count{outcome="completed"} 0');
});

test('what cannot be known has no series, and a name is no way out of its label', async () => {
  const metrics = createServiceMetrics('1.2.3', async () => QUIET);
  metrics.know('a"b\n c');
  const text = await metrics.prometheusText();
  expect(text).not.toMatch(/^tapehaul_disk_free_bytes /m);
  expect(text).not.toMatch(/^tapehaul_(last_success|run_last_progress)_timestamp_seconds/m);
  expect(text).toContain('output_directory="a\\"b\\n c"');
});
