import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { parseConfig } from '@tapehaul/config';
import { createCollectionMetrics } from '@tapehaul/metrics';
import { findProgram } from '@tapehaul/testkit/services';
import { ArchiveCollectionWorkflow } from '@tapehaul/workflow';
import { execa } from 'execa';
import { expect, test } from 'vitest';

interface Family {
  readonly name: string;
  readonly type: string;
  readonly metrics: readonly {
    readonly labels?: Record<string, string>;
    readonly value: string;
    readonly count: string;
  }[];
}

/** Reads a text with the parser of Prometheus itself, in the program prom2json of that project. */
async function parsed(text: string): Promise<Map<string, Family>> {
  const main = 'github.com/prometheus/prom2json/cmd/prom2json';
  const program = await findProgram({ main, version: '1.4.2' }, 'PROM2JSON', process.env);
  const { stdout } = await execa(program, { input: text });
  const families = JSON.parse(stdout) as Family[];
  return new Map(families.map((family) => [family.name, family]));
}

test('after a run with failures and retries Prometheus reads the figures of the catalog', async () => {
  await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 50 }) });
  simulator.faults.add({
    key: /2025-07-03\.zip$/,
    method: 'GET',
    times: 3,
    fault: { kind: 'status', status: 500 },
  });
  simulator.faults.add({
    key: /2025-07-04\.zip$/,
    fault: { kind: 'status', status: 403, code: 'AccessDenied' },
  });
  simulator.faults.add({ key: /2025-07-05\.zip$/, fault: { kind: 'missing' } });
  const directory = await mkdtemp(join(tmpdir(), 'tapehaul-prometheus-'));
  try {
    const metrics = createCollectionMetrics();
    const config = parseConfig({
      output_directory: directory,
      markets: ['spot'],
      symbols: ['BTCUSDT'],
      data_types: ['klines'],
      intervals: ['1h'],
      date_range: { start: '2025-07-01', end: '2025-07-15' },
      task_retry_delay_seconds: 0,
      source: { endpoint: simulator.url },
    });
    const { run_id } = await new ArchiveCollectionWorkflow(config, { metrics }).execute();
    const families = await parsed(await metrics.prometheusText());
    const value = (name: string, outcome?: string): number =>
      Number(families.get(name)?.metrics.find(({ labels }) => labels?.outcome === outcome)?.value ?? 0);

    const catalog = openCatalog(join(directory, '.tapehaul', 'catalog.db'));
    const counts = await catalog.counts(run_id, 'download-archive-file');
    const attempts = (await catalog.tasks(run_id, { name: 'download-archive-file' })).rows;
    await catalog.close();
    expect(counts).toMatchObject({ Completed: { tasks: 13 }, Failed: { tasks: 1 }, Absent: { tasks: 1 } });
    expect(value('tapehaul_files_planned_total')).toBe(15);
    expect(value('tapehaul_files_total', 'downloaded')).toBe(counts.Completed?.tasks);
    expect(value('tapehaul_files_total', 'failed')).toBe(counts.Failed?.tasks);
    expect(value('tapehaul_files_total', 'absent')).toBe(counts.Absent?.tasks);
    expect(value('tapehaul_placed_bytes_total')).toBe(counts.Completed?.bytes);
    const repeated = attempts.reduce((sum, task) => sum + task.attempts - 1, 0);
    expect(repeated).toBeGreaterThan(0);
    expect(value('tapehaul_retries_total')).toBe(repeated);
    expect(families.get('tapehaul_file_duration_seconds')).toMatchObject({ type: 'HISTOGRAM' });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}, 600_000);
