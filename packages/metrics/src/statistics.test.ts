import { describe, expect, test } from 'vitest';
import { createCollectionMetrics, type Setting } from './index.ts';

const settled = (
  status: 'downloaded' | 'cached' | 'unverified' | 'absent' | 'failed',
  bytes = 0,
  bytesFetched = 0,
) => ({ kind: 'settled', status, bytes, bytesFetched, duration: 0.5 }) as const;

/** What engines state of themselves before they have: each statistic that is no number. */
function unstated(): Setting {
  const stats = Object.entries(createCollectionMetrics().downloaderStats());
  return Object.fromEntries(stats.filter(([, value]) => typeof value === 'boolean')) as unknown as Setting;
}

describe('statistics', () => {
  test('are the same where other processes settle the files', async () => {
    const [here, elsewhere] = [createCollectionMetrics(), createCollectionMetrics()];
    for (const metrics of [here, elsewhere]) metrics.handle({ kind: 'planned', tasks: 4 });
    for (const event of [settled('downloaded', 100, 100), settled('unverified', 50, 50)]) here.handle(event);
    for (const event of [settled('cached', 30), settled('failed')]) here.handle(event);
    const counts = { downloaded: 1, unverified: 1, cached: 1, absent: 0, failed: 1, disputed: 0 };
    elsewhere.handle({ kind: 'settled_elsewhere', ...counts, bytes: 180, bytesFetched: 150, duration: 0.5 });
    const lasting = ({ collectionStats, downloaderStats }: typeof here) => {
      const { processing_time_seconds: _, ...stats } = collectionStats();
      const { download_time: _time, ...downloads } = downloaderStats();
      return { ...stats, ...downloads };
    };
    expect(lasting(elsewhere)).toEqual(lasting(here));
    const text = await elsewhere.prometheusText();
    expect(text).toContain('tapehaul_files_total{outcome="unverified"} 1');
    expect(text).toContain('tapehaul_placed_bytes_total 180');
  });

  test('count each end once and keep the names that teams parse', () => {
    const metrics = createCollectionMetrics();
    const stated = { ...unstated(), s5cmd_available: true, batch_mode_enabled: true };
    metrics.setting(stated);
    metrics.handle({ kind: 'planned', tasks: 5 });
    metrics.handle({ kind: 'batch' });
    metrics.handle(settled('downloaded', 100, 190));
    metrics.handle(settled('unverified', 50, 50));
    metrics.handle(settled('cached', 30));
    metrics.handle(settled('absent'));
    metrics.handle(settled('failed', 0, 20));
    expect(metrics.collectionStats()).toEqual({
      total_tasks: 5,
      successful_tasks: 2,
      failed_tasks: 1,
      skipped_tasks: 2,
      total_size_bytes: 180,
      processing_time_seconds: expect.any(Number),
      success_rate: 75,
    });
    expect(metrics.downloaderStats()).toEqual({
      ...stated,
      files_downloaded: 2,
      files_failed: 1,
      total_bytes: 260,
      download_time: expect.closeTo(0.5, 1),
      batches_processed: 1,
      fall_backs: 0,
      cache_hits: 1,
      success_rate: 75,
      s5cmd_available: true,
      batch_mode_enabled: true,
    });
  });

  test('have no success rate when nothing is needed', () => {
    expect(createCollectionMetrics().collectionStats().success_rate).toBeNull();
    expect(createCollectionMetrics().downloaderStats().success_rate).toBeNull();
  });
});
