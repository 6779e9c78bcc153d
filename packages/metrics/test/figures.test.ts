import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCollectionMetrics, type MetricsEvent } from '../src/index.ts';
import { createServiceMetrics, type ServiceFigures } from '../src/service.ts';

const STATUSES = ['downloaded', 'cached', 'unverified', 'absent', 'failed'] as const;
const count = fc.nat(1_000);
const event: fc.Arbitrary<MetricsEvent> = fc.oneof(
  fc.record({ kind: fc.constant('planned' as const), tasks: count }),
  fc.constant({ kind: 'batch' as const }),
  fc.constant({ kind: 'fall_back' as const }),
  fc.record({ kind: fc.constant('retried' as const), bytesFetched: count, duration: fc.constant(0.1) }),
  fc.record({
    kind: fc.constant('earlier' as const),
    cached: count,
    bytes: count,
    absent: count,
    failed: count,
  }),
  fc.record({
    kind: fc.constant('settled' as const),
    status: fc.constantFrom(...STATUSES),
    bytes: count,
    bytesFetched: count,
    duration: fc.constant(0.1),
  }),
);

/** Values by name and labels, of a text of Prometheus. */
const valuesOf = (text: string): Map<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line): [string, number] => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
  );

describe('figures of a collection', () => {
  test('are the same as statistics and as metrics, whatever happens in which order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        const metrics = createCollectionMetrics();
        for (const one of events) metrics.handle(one);
        const values = valuesOf(await metrics.prometheusText());
        const of = (outcome: string) =>
          values.get(`tapehaul_files_total{outcome="${outcome}"}`) ?? Number.NaN;
        const collection = metrics.collectionStats();
        const downloads = metrics.downloaderStats();
        expect(values.get('tapehaul_files_planned_total')).toBe(collection.total_tasks);
        expect(of('downloaded') + of('unverified')).toBe(collection.successful_tasks);
        expect(of('failed')).toBe(collection.failed_tasks);
        expect(of('cached') + of('absent')).toBe(collection.skipped_tasks);
        expect(values.get('tapehaul_placed_bytes_total')).toBe(collection.total_size_bytes);
        expect(values.get('tapehaul_fetched_bytes_total')).toBe(downloads.total_bytes);
        expect(values.get('tapehaul_fall_backs_total')).toBe(downloads.fall_backs);
        expect(values.get('tapehaul_batches_total')).toBe(downloads.batches_processed);
        expect(downloads.cache_hits).toBe(of('cached'));
        const isNone = of('downloaded') + of('unverified') + of('cached') + of('failed') === 0;
        if (isNone) expect(downloads.success_rate).toBeNull();
        else expect(downloads.success_rate).toSatisfy((rate: number) => rate >= 0 && rate <= 100);
      }),
      { numRuns: 30 },
    );
  });

  test('say 100 percent only when all that is needed is in place', () => {
    const metrics = createCollectionMetrics();
    const settled = { kind: 'settled', bytes: 1, bytesFetched: 1, duration: 0 } as const;
    metrics.handle({ kind: 'planned', tasks: 100_000 });
    metrics.handle({ kind: 'earlier', cached: 99_999, bytes: 0, absent: 0, failed: 0 });
    expect(metrics.collectionStats().success_rate).toBe(99.99);
    metrics.handle({ ...settled, status: 'downloaded' });
    expect(metrics.collectionStats().success_rate).toBe(100);
  });

  test('begin at 0 for every outcome, so that a rate has a value before the first failure', async () => {
    const values = valuesOf(await createCollectionMetrics().prometheusText());
    for (const outcome of STATUSES) expect(values.get(`tapehaul_files_total{outcome="${outcome}"}`)).toBe(0);
    for (const name of ['planned', 'retries', 'fall_backs', 'batches']) {
      const found = [...values].find(([key]) => key.startsWith('tapehaul_') && key.includes(name));
      expect(found?.[1], name).toBe(0);
    }
  });

  test('of two collections do not mix', () => {
    const [one, other] = [createCollectionMetrics(), createCollectionMetrics()];
    one.handle({ kind: 'planned', tasks: 3 });
    expect(other.collectionStats().total_tasks).toBe(0);
  });

  test('count no time of downloading where nothing was fetched', () => {
    const metrics = createCollectionMetrics();
    metrics.handle({ kind: 'settled', status: 'cached', bytes: 9, bytesFetched: 0, duration: 5 });
    expect(metrics.downloaderStats()).toMatchObject({ download_time: 0, total_bytes: 0, cache_hits: 1 });
  });
});

describe('figures of a service', () => {
  const figures: ServiceFigures = {
    running: 2,
    waiting: 1,
    oldestWaitingAt: Date.now() + 60_000,
    followers: 3,
    followersDropped: 4,
    spans: { sent: 5, lost: 1 },
    disk: { free: 10, size: 20 },
    directories: [{ directory: 'btc', createdAt: 1_000, lastSuccessAt: 2_000 }],
    working: [{ directory: 'btc', progressAt: 3_000 }],
  };

  test('are read anew each time, in seconds, and never add up', async () => {
    const metrics = createServiceMetrics('1.2.3', async () => figures);
    metrics.ended('btc', 'completed', 90);
    await metrics.prometheusText();
    const values = valuesOf(await metrics.prometheusText());
    expect(Object.fromEntries(values)).toMatchObject({
      tapehaul_runs_running: 2,
      tapehaul_runs_waiting: 1,
      // A clock that went back makes no negative age.
      tapehaul_queue_oldest_age_seconds: 0,
      tapehaul_event_followers_dropped_total: 4,
      'tapehaul_spans_total{fate="sent"}': 5,
      tapehaul_disk_free_bytes: 10,
      'tapehaul_last_success_timestamp_seconds{output_directory="btc"}': 2,
      'tapehaul_record_created_timestamp_seconds{output_directory="btc"}': 1,
      'tapehaul_run_last_progress_timestamp_seconds{output_directory="btc"}': 3,
      'tapehaul_runs_total{outcome="completed",output_directory="btc"}': 1,
      'tapehaul_run_duration_seconds_sum{outcome="completed"}': 90,
    });
  });

  test('forget what is no more: a run that ended has no progress', async () => {
    let now = figures;
    const metrics = createServiceMetrics('1.2.3', async () => now);
    await metrics.prometheusText();
    now = { ...figures, working: [], disk: undefined, spans: undefined };
    const text = await metrics.prometheusText();
    expect(text).not.toMatch(/^tapehaul_run_last_progress_timestamp_seconds\{/m);
    expect(text).not.toMatch(/^tapehaul_(disk_free_bytes|spans_total)[ {]/m);
  });

  test('come with those of the process', async () => {
    const values = valuesOf(await createServiceMetrics('1.2.3', async () => figures).prometheusText());
    expect(values.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(values.get('process_cpu_seconds_total')).toBeGreaterThan(0);
    const [info] = [...values].filter(([name]) => name.startsWith('tapehaul_build_info'));
    expect(info?.[0]).toContain('version="1.2.3"');
  });

  test('are refused where they cannot be read, and nothing is half written', async () => {
    const broken = createServiceMetrics('1.2.3', () => Promise.reject(new Error('no record')));
    await expect(broken.prometheusText()).rejects.toThrow('no record');
  });
});
