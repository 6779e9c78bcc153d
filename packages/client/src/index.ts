export { type ClientOptions, createClient, type Problem, type ServiceClient } from './client.ts';
export { type FollowOptions, followRun, type RunEvent } from './follow.ts';
export type { components, operations, paths } from './service.ts';
export { ServiceError } from './service-error.ts';
