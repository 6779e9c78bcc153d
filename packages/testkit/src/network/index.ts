export { type Authority, makeAuthority } from './authority.ts';
export { type BucketFault, type BucketServer, startBucketServer } from './bucket-server.ts';
export {
  httpProxy,
  joined,
  listening,
  type Places,
  type ProxyManners,
  type TestServer,
  tlsFront,
} from './servers.ts';
export { type SocksManners, socksProxy } from './socks-proxy.ts';
