import { asTapehaulError, type Retry, TapehaulError } from '@tapehaul/errors';
import type { ProxyServer } from './proxy-server.ts';
import type { Route } from './route.ts';

/** What to do about a proxy that answers with that status. */
function remedyFor(status: number, { variable, user }: ProxyServer): string {
  if (status === 407) {
    return user === ''
      ? `The proxy requires a user name and a password; write both into ${variable}, before the host: user:password@host.`
      : `The proxy does not accept the user name or the password in ${variable}: correct them.`;
  }
  if (status >= 500) return `The proxy cannot reach the host now: try again later, or check ${variable}.`;
  return `Ask the operator of the proxy to allow this host, or exempt the host with NO_PROXY.`;
}

/** The words of a status that proxies answer with, for people. */
const WORDS: Readonly<Record<number, string>> = {
  403: '403 Forbidden',
  407: '407 Proxy Authentication Required',
  502: '502 Bad Gateway',
  503: '503 Service Unavailable',
  504: '504 Gateway Timeout',
};

/** The error of a proxy that answered with a refusal when a host was requested. Only a 5xx or 429 may pass by itself. */
export function proxyRefused(
  proxy: ProxyServer,
  host: string,
  status: number,
  cause?: unknown,
): TapehaulError {
  const retry: Retry = status >= 500 || status === 429 ? 'later' : 'never';
  const meaning = WORDS[status] ?? String(status);
  return new TapehaulError(
    'proxy_refused',
    `the proxy ${proxy.address} refuses to connect to ${host}: ${meaning}`,
    {
      cause,
      facts: { proxy: proxy.address, variable: proxy.variable, host, status },
      hint: remedyFor(status, proxy),
      retry,
    },
  );
}

/**
 * The error of an answer (`facts.status`) to a request that took a route. Where requests are sent to the proxy in whole, a
 * 407 is the proxy's, and any other answer from 400 on may be: unless `isServers`, the message says so.
 */
export function answeredThrough(
  error: TapehaulError,
  { proxy, isWhole }: Pick<Route, 'proxy' | 'isWhole'>,
  host: string,
  isServers = false,
): TapehaulError {
  const { status } = error.facts;
  if (proxy === undefined || !isWhole || typeof status !== 'number' || status < 400) return error;
  if (status === 407) return proxyRefused(proxy, host, status, error);
  if (isServers) return error;
  const by = `${proxy.address} (${proxy.variable})`;
  const next = error.hint === undefined ? '' : ` If the server itself answered: ${error.hint}`;
  return error.withMessage(`${error.message}; the answer may be that of the proxy ${by}`, {
    facts: { proxy: proxy.address, variable: proxy.variable, host },
    hint: `${remedyFor(status, proxy)}${next}`,
  });
}

/** What the answers of SOCKS proxies mean, by the library's name for them. */
const ANSWERS: Readonly<Record<string, string>> = {
  Failure: 'it failed',
  NotAllowed: 'its rules do not allow it',
  NetworkUnreachable: 'it has no way to that network',
  HostUnreachable: 'it has no way to that host',
  ConnectionRefused: 'that host refuses the connection',
  TTLExpired: 'that host is too far away',
  CommandNotSupported: 'it does not support connections',
  AddressNotSupported: 'it does not support such addresses',
};

/** The error of a SOCKS proxy that refused, from what the library that speaks with it throws. */
export function socksRefused(proxy: ProxyServer, host: string, thrown: unknown): TapehaulError {
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  if (/closed|timed out/i.test(words))
    return proxyUnreachable(proxy, host, thrown, 'it closed the connection');
  const isLogin = /authentication|auth/i.test(words);
  const isRule = /not ?allowed/i.test(words);
  const answer = ANSWERS[/rejected connection - (\w+)/.exec(words)?.[1] ?? ''];
  const why = isLogin ? 'it does not accept the user name or password' : (answer ?? words);
  return new TapehaulError(
    'proxy_refused',
    `the proxy ${proxy.address} refuses to connect to ${host}: ${why}`,
    {
      cause: thrown,
      facts: { proxy: proxy.address, variable: proxy.variable, host },
      hint: remedyFor(isLogin ? 407 : isRule ? 403 : 502, proxy),
      retry: isLogin || isRule ? 'never' : 'later',
    },
  );
}

/** Errors that say more than that the proxy cannot be reached. */
const PASSED_ON: ReadonlySet<string> = new Set([
  'tls_untrusted',
  'cancelled',
  'proxy_refused',
  'proxy_unreachable',
]);

/** The error of a proxy that cannot be reached, breaks the connection off, or does not answer. */
export function proxyUnreachable(
  proxy: ProxyServer,
  host: string,
  thrown: unknown,
  words?: string,
): TapehaulError {
  const error = asTapehaulError(thrown);
  if (PASSED_ON.has(error.code)) return error;
  const message = words ?? error.message;
  return new TapehaulError(
    'proxy_unreachable',
    `the proxy ${proxy.address} cannot be reached to connect to ${host}: ${message}`,
    {
      cause: thrown,
      facts: { proxy: proxy.address, variable: proxy.variable, host },
      hint: `Check that the proxy runs and that ${proxy.variable} is right; hosts in NO_PROXY are reached without it.`,
    },
  );
}
