export {
  type CollectionMetrics,
  type CollectionStats,
  createCollectionMetrics,
  type DownloaderStats,
  type MetricsEvent,
  type Setting,
} from './statistics.ts';
