export { type Authority, makeAuthority } from './authority.ts';
export { type BucketFault, type BucketServer, startBucketServer } from './bucket-server.ts';
export {
  httpProxy,
  joinSockets,
  type LoopbackPorts,
  type ProxyManners,
  startServer,
  type TestServer,
  tlsFront,
} from './servers.ts';
export { type SocksManners, socksProxy } from './socks-proxy.ts';
