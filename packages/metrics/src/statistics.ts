import { createInstruments } from './instruments.ts';
import type { MetricsEvent } from './metrics-event.ts';
import { UNSTATED } from './unstated.ts';

/** Statistics of a collection, by the names that teams already parse. */
export interface CollectionStats {
  /** Files that the plan needs. */
  total_tasks: number;
  /** Files fetched and in place. */
  successful_tasks: number;
  failed_tasks: number;
  /** Files that were in place already, those that the archive does not have, and those that are known to be disputed. */
  skipped_tasks: number;
  /** Size of all files of the plan that are in place, in bytes, whether fetched now or before; without those of settled days. */
  total_size_bytes: number;
  processing_time_seconds: number;
  /** In place of needed, in percent; files that the archive does not have are not needed. Null when none is. */
  success_rate: number | null;
}

/** Statistics of the downloads, by the names that teams already parse. */
export interface DownloaderStats extends Setting {
  files_downloaded: number;
  files_failed: number;
  /** Bytes moved, sidecars and repeated attempts included. */
  total_bytes: number;
  /** From the start of the first fetch to the end of the last, in seconds; 0 when nothing was fetched. */
  download_time: number;
  batches_processed: number;
  /** Transfers that another engine took over. */
  fall_backs: number;
  cache_hits: number;
  /** In place of needed, in percent; null when nothing was fetched or in place. */
  success_rate: number | null;
}

/** What engines state of themselves, and no event carries. */
export type Setting = { readonly [Name in keyof typeof UNSTATED]: boolean };

/** Folds events into statistics; the figures can be read at any time. */
export interface CollectionMetrics {
  handle(event: MetricsEvent): void;
  /** States what the downloader is. */
  setting(setting: Setting): void;
  collectionStats(): CollectionStats;
  downloaderStats(): DownloaderStats;
  /** All counters and histograms in the text format of Prometheus, version 0.0.4. */
  prometheusText(): Promise<string>;
}

/** How files end. */
const OUTCOMES = ['downloaded', 'cached', 'unverified', 'absent', 'failed', 'disputed'] as const;

/** How statistics are made. */
export interface CollectionMetricsOptions {
  /** Whether the SDK of OpenTelemetry, where one has been started, exports them; true by default. */
  readonly isExported?: boolean;
}

/** New statistics; their clock starts now. */
export function createCollectionMetrics({
  isExported = true,
}: CollectionMetricsOptions = {}): CollectionMetrics {
  const started = performance.now();
  const instruments = createInstruments(isExported);
  const counts = { downloaded: 0, cached: 0, unverified: 0, absent: 0, failed: 0, disputed: 0 };
  let current: Setting = UNSTATED;
  let planned = 0;
  let batches = 0;
  let fallBacks = 0;
  let size = 0;
  let moved = 0;
  let firstStart = Number.POSITIVE_INFINITY;
  let lastEnd = 0;

  const inPlace = () => counts.downloaded + counts.unverified + counts.cached;
  // Rounded down: 100 means all.
  const rate = (needed: number) => (needed === 0 ? null : Math.floor((inPlace() / needed) * 1e4) / 100);

  return {
    setting(setting) {
      current = setting;
    },
    prometheusText: () => instruments.prometheusText(),
    handle(event) {
      instruments.handle(event);
      if (event.kind === 'planned') planned += event.tasks;
      else if (event.kind === 'batch') batches += 1;
      else if (event.kind === 'fall_back') fallBacks += 1;
      else if (event.kind === 'moved_elsewhere') {
        moved += event.bytesFetched;
        batches += event.batches;
        fallBacks += event.fallBacks;
      } else if (event.kind === 'earlier') {
        counts.cached += event.cached;
        counts.absent += event.absent;
        counts.failed += event.failed;
        counts.disputed += event.disputed ?? 0;
        size += event.bytes;
      } else {
        moved += event.bytesFetched;
        if (event.bytesFetched > 0) {
          lastEnd = performance.now();
          firstStart = Math.min(firstStart, lastEnd - event.duration * 1_000);
        }
        if (event.kind === 'retried') return;
        if (event.kind === 'settled_elsewhere') {
          for (const status of OUTCOMES) counts[status] += event[status];
          size += event.bytes;
          return;
        }
        counts[event.status] += 1;
        size += event.bytes;
      }
    },
    collectionStats: () => ({
      total_tasks: planned,
      successful_tasks: counts.downloaded + counts.unverified,
      failed_tasks: counts.failed,
      skipped_tasks: counts.cached + counts.absent + counts.disputed,
      total_size_bytes: size,
      processing_time_seconds: Math.round(performance.now() - started) / 1_000,
      success_rate: rate(planned - counts.absent),
    }),
    downloaderStats: () => ({
      files_downloaded: counts.downloaded + counts.unverified,
      files_failed: counts.failed,
      total_bytes: moved,
      download_time: Math.round(Math.max(0, lastEnd - firstStart)) / 1_000,
      batches_processed: batches,
      fall_backs: fallBacks,
      cache_hits: counts.cached,
      success_rate: rate(inPlace() + counts.failed),
      ...current,
    }),
  };
}
