export type { MetricsEvent } from './metrics-event.ts';
export {
  type CollectionMetrics,
  type CollectionStats,
  createCollectionMetrics,
  type DownloaderStats,
  type Setting,
} from './statistics.ts';
