import type { Column } from './commands.ts';

/** Ports of the servers that the rows lead to, and the file of the authority that they are certified by: set before a row is used. */
export const REACHED: { plain: number; tls: number; tlsProxy: number; socks: number; authorityFile: string } =
  {
    plain: 0,
    tls: 0,
    tlsProxy: 0,
    socks: 0,
    authorityFile: '',
  };

/** A name that only a proxy resolves. Go would reach a loopback address without one. */
const FAR = 'https://archive.test';
/** An address that leads to this machine and is not one of loopback by its number. */
const NEAR = () => `https://0.0.0.0:${REACHED.tls}`;
const trust = () => ({ SSL_CERT_FILE: REACHED.authorityFile });

/** One way to connect, and how every command ends with it. */
export interface Row {
  readonly name: string;
  readonly endpoint: () => string;
  /** By the address of a proxy for HTTP. */
  readonly variables: (proxy: string) => Record<string, string>;
  /** Answers of the proxy before it lets anything through. */
  readonly refusals?: readonly number[];
  readonly login?: string;
  /** What all columns end with, and those that differ. */
  readonly ends: string;
  readonly but?: Partial<Record<Column, string>>;
  /** What every refusal says. */
  readonly says?: RegExp;
  /** Whether a proxy lets something through; not checked where it is left out. */
  readonly passes?: boolean;
}

const REFUSED = { doctor: 'source failed' } as const;

/** The ways to connect that people have; see {@link REACHED} for where they lead. */
export const ROWS: readonly Row[] = [
  {
    name: 'none',
    endpoint: () => `http://127.0.0.1:${REACHED.plain}`,
    variables: () => ({}),
    ends: 'ok',
    passes: false,
  },
  {
    name: 'scheme',
    endpoint: () => FAR,
    variables: (proxy) => ({ HTTPS_PROXY: proxy, ...trust() }),
    ends: 'ok',
    passes: true,
  },
  {
    name: 'no scheme, small letters',
    endpoint: () => FAR,
    variables: (proxy) => ({ https_proxy: proxy.replace('http://', ''), ...trust() }),
    ends: 'ok',
    passes: true,
  },
  {
    name: 'http through HTTP_PROXY, which has no CONNECT to that port',
    endpoint: () => 'http://archive.test',
    variables: (proxy) => ({ HTTP_PROXY: proxy }),
    ends: 'ok',
    passes: true,
  },
  {
    name: 'ALL_PROXY',
    endpoint: () => FAR,
    variables: (proxy) => ({ ALL_PROXY: proxy, ...trust() }),
    ends: 'ok',
    passes: true,
  },
  {
    name: 'NO_PROXY',
    endpoint: NEAR,
    variables: () => ({ HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'example.com, 0.0.0.0/8', ...trust() }),
    ends: 'ok',
    passes: false,
  },
  {
    name: 'a proxy that speaks TLS',
    endpoint: () => FAR,
    variables: () => ({ HTTPS_PROXY: `https://127.0.0.1:${REACHED.tlsProxy}`, ...trust() }),
    ends: 'ok',
  },
  {
    name: 'a login that is right',
    endpoint: () => FAR,
    variables: (proxy) => ({ HTTPS_PROXY: proxy.replace('//', '//me:p%40ss@'), ...trust() }),
    login: 'me:p@ss',
    ends: 'ok',
    passes: true,
  },
  {
    name: '407',
    endpoint: () => FAR,
    variables: (proxy) => ({ HTTPS_PROXY: proxy.replace('//', '//me:wr0ng@'), ...trust() }),
    login: 'me:p@ss',
    ends: 'proxy_refused, exit 1',
    but: REFUSED,
    says: /the proxy http:\/\/127\.0\.0\.1:\d+ refuses .*407 Proxy Authentication Required.*HTTPS_PROXY/s,
  },
  {
    name: '407 for http',
    endpoint: () => 'http://archive.test',
    variables: (proxy) => ({ HTTP_PROXY: proxy }),
    login: 'me:p@ss',
    ends: 'proxy_refused, exit 1',
    but: REFUSED,
    says: /407.*HTTP_PROXY/s,
  },
  {
    name: '403',
    endpoint: () => FAR,
    variables: (proxy) => ({ HTTPS_PROXY: proxy, ...trust() }),
    refusals: [403, 0],
    ends: 'proxy_refused, exit 1',
    but: REFUSED,
    says: /403 Forbidden.*allow this host/s,
  },
  {
    name: '502 twice, then well',
    endpoint: () => FAR,
    variables: (proxy) => ({ HTTPS_PROXY: proxy, ...trust() }),
    refusals: [502, 502],
    ends: 'ok',
    passes: true,
  },
  {
    name: '503 for good',
    endpoint: () => FAR,
    variables: (proxy) => ({ HTTPS_PROXY: proxy, ...trust() }),
    refusals: [503, 0],
    ends: 'proxy_refused, exit 5',
    but: REFUSED,
    says: /503 Service Unavailable.*try again later/s,
  },
  {
    name: 'socks5h with a login',
    endpoint: () => FAR,
    variables: () => ({ ALL_PROXY: `socks5h://me:p%40ss@127.0.0.1:${REACHED.socks}`, ...trust() }),
    ends: 'ok',
  },
  {
    name: 'socks5, http',
    endpoint: () => `http://0.0.0.0:${REACHED.plain}`,
    variables: () => ({ HTTP_PROXY: `socks5://me:p%40ss@127.0.0.1:${REACHED.socks}` }),
    ends: 'ok',
  },
  {
    name: 'socks5h with a wrong login',
    endpoint: () => FAR,
    variables: () => ({ ALL_PROXY: `socks5h://me:wr0ng@127.0.0.1:${REACHED.socks}`, ...trust() }),
    ends: 'proxy_refused, exit 1',
    but: REFUSED,
    says: /does not accept the user name or password.*ALL_PROXY/s,
  },
  {
    name: 'a dead proxy',
    endpoint: () => FAR,
    variables: () => ({ HTTPS_PROXY: 'http://127.0.0.1:1', ...trust() }),
    ends: 'proxy_unreachable, exit 5',
    but: REFUSED,
    says: /the proxy http:\/\/127\.0\.0\.1:1 cannot be reached.*HTTPS_PROXY is right/s,
  },
  {
    name: 'a private authority that is trusted',
    endpoint: NEAR,
    variables: () => ({ NODE_EXTRA_CA_CERTS: REACHED.authorityFile }),
    ends: 'ok',
  },
  {
    name: 'a private authority that is not trusted',
    endpoint: NEAR,
    variables: () => ({}),
    ends: 'tls_untrusted, exit 1',
    but: REFUSED,
    says: /an authority that this machine does not trust.*NODE_EXTRA_CA_CERTS/s,
  },
  {
    name: 'a private authority behind a proxy that is not trusted',
    endpoint: () => FAR,
    variables: (proxy) => ({ HTTPS_PROXY: proxy }),
    ends: 'tls_untrusted, exit 1',
    but: REFUSED,
    says: /an authority that this machine does not trust.*NODE_EXTRA_CA_CERTS/s,
  },
  {
    name: 'a faulty variable',
    endpoint: () => FAR,
    variables: () => ({ HTTPS_PROXY: 'ftp://me:wr0ng@127.0.0.1:1' }),
    ends: 'config_invalid, exit 2',
    but: { doctor: 'network failed' },
    says: /^HTTPS_PROXY is "ftp:\/\/\S+@127\.0\.0\.1:1": expected/,
  },
];
