export {
  createServiceMetrics,
  type DirectoryFigures,
  RESULT_STATUSES,
  type ResultStatus,
  type ServiceFigures,
  type ServiceMetrics,
} from './service-metrics.ts';
