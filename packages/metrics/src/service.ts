export {
  createServiceMetrics,
  type DirectoryFigures,
  RUN_OUTCOMES,
  type RunOutcome,
  type ServiceFigures,
  type ServiceMetrics,
} from './service-metrics.ts';
