export { type ClientOptions, createClient, type ServiceClient, type ServiceProblem } from './client.ts';
export { followRun, type ServiceEvent, type StreamOptions } from './follow.ts';
export type { components, operations, paths } from './service.ts';
export { ServiceError } from './service-error.ts';
