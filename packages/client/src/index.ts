export { type ClientOptions, createClient, type Problem, type ServiceClient } from './client.ts';
export { followRun, type RunEvent } from './follow.ts';
export type { components, operations, paths } from './service.ts';
