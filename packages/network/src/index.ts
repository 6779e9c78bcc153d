export type { ChildEnvironment } from './child-environment.ts';
export type {
  Agents,
  AgentsOptions,
  AllowAddress,
  DispatcherOptions,
  Fetch,
  HttpDispatcher,
  OwnTls,
  Trust,
} from './connect/connections.ts';
export { type Network, networkOf } from './network.ts';
export { answeredThrough, proxyRefused, proxyUnreachable } from './proxy/proxy-errors.ts';
export type { ProxyServer } from './proxy/proxy-server.ts';
export type { Route, Routes } from './proxy/route.ts';
export type { Environment, Variable } from './proxy/variables.ts';
