export type { Agents, AgentsOptions } from './agents.ts';
export type { ChildEnvironment } from './child-environment.ts';
export type { DispatcherOptions } from './dispatcher.ts';
export { type Network, networkOf } from './network.ts';
export type { AllowAddress } from './open-socket.ts';
export type { ProxyServer } from './proxy-server.ts';
export type { Route } from './route.ts';
export type { Trust } from './trust.ts';
export type { Environment, Variable } from './variables.ts';
