import { metrics as api, createNoopMeter, type Meter } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { createCollectionMetrics } from './index.ts';

test('figures are written in the text of Prometheus, with few labels', async () => {
  const metrics = createCollectionMetrics();
  const settled = { kind: 'settled', duration: 0.3 } as const;
  metrics.handle({ kind: 'planned', tasks: 3 });
  metrics.handle({ ...settled, status: 'downloaded', bytes: 1_500, bytesFetched: 1_590 });
  metrics.handle({ ...settled, status: 'cached', bytes: 500, bytesFetched: 0 });
  metrics.handle({ kind: 'retried', bytesFetched: 10, duration: 1 });
  metrics.handle({ ...settled, status: 'failed', bytes: 0, bytesFetched: 20 });
  const lines = (await metrics.prometheusText()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      '# TYPE tapehaul_files_total counter',
      'tapehaul_files_planned_total 3',
      'tapehaul_files_total{outcome="downloaded"} 1',
      'tapehaul_files_total{outcome="cached"} 1',
      'tapehaul_files_total{outcome="failed"} 1',
      'tapehaul_placed_bytes_total 2000',
      'tapehaul_fetched_bytes_total 1620',
      'tapehaul_retries_total 1',
      'tapehaul_file_duration_seconds_bucket{le="0.5"} 2',
      'tapehaul_file_size_bytes_count 1',
    ]),
  );
  const labels = new Set(lines.flatMap((line) => [...line.matchAll(/(\w+)="/g)].map(([, label]) => label)));
  expect([...labels].sort()).toEqual(['le', 'outcome']);
});

test('figures go to the SDK of OpenTelemetry too, unless they are not to be exported', async () => {
  const names: string[] = [];
  const meter: Meter = Object.assign(Object.create(createNoopMeter()), {
    createCounter: (name: string) => ({ add: (value: number) => value > 0 && names.push(name) }),
  });
  api.setGlobalMeterProvider({ getMeter: () => meter });
  try {
    const own = createCollectionMetrics({ isExported: false });
    own.handle({ kind: 'planned', tasks: 3 });
    expect(names).toEqual([]);
    expect(await own.prometheusText()).toContain('tapehaul_files_planned_total 3');
    createCollectionMetrics().handle({ kind: 'planned', tasks: 3 });
    expect(names).toEqual(['tapehaul.files.planned']);
  } finally {
    api.disable();
  }
});
