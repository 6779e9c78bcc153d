export type { MetricsEvent } from './metrics-event.ts';
export {
  type CollectionMetrics,
  type CollectionMetricsOptions,
  type CollectionStats,
  createCollectionMetrics,
  type DownloaderStats,
  type Setting,
} from './statistics.ts';
