export { type ClientOptions, createClient, type ServiceClient, type ServiceProblem } from './client.ts';
export type { ServiceEvent } from './event-stream.ts';
export {
  followRun,
  followRuns,
  type RunEvent,
  type RunProgressEvent,
  type RunStreamOptions,
  type RunsEvent,
  type StreamOptions,
} from './follow.ts';
export type { components, operations, paths } from './service.ts';
export { ServiceError } from './service-error.ts';
