import { exemptionsOf, isLoopback } from './no-proxy.ts';
import { isSentInWhole, type ProxyServer, proxyOf } from './proxy-server.ts';
import { type Environment, variableOf } from './variables.ts';

/** How a URL is reached. */
export interface Route {
  /** The proxy that requests go through; undefined where they go directly. */
  readonly proxy: ProxyServer | undefined;
  /**
   * Whether requests are sent to the proxy in whole, as those to `http://` are, so that its own answers look like those of
   * the server. False for a tunnel, and without a proxy.
   */
  readonly isWhole: boolean;
  /** The same for people: `through http://proxy:3128 (HTTPS_PROXY)`, or `directly` with the reason. */
  readonly words: string;
}

/** Decides the route to a URL of `http` or `https`. */
export type Routes = (url: string | URL) => Route;

const DIRECTLY: Route = { proxy: undefined, isWhole: false, words: 'directly' };

/**
 * The routes of an environment: `HTTPS_PROXY` or `HTTP_PROXY` by the scheme of the URL, else `ALL_PROXY`, except for what
 * `NO_PROXY` exempts; names in small letters win, as with curl. Loopback is always reached directly, since no proxy can
 * reach this machine's, and since Go, in which s5cmd is written, decides so. Throws a TapehaulError `config_invalid`
 * that names the variable.
 */
export function routesOf(env: Environment): Routes {
  const proxyFor = (scheme: string): ProxyServer | undefined => {
    const variable = variableOf(env, `${scheme}_PROXY`, 'ALL_PROXY');
    return variable === undefined ? undefined : proxyOf(variable);
  };
  const proxies: Readonly<Record<string, ProxyServer | undefined>> = {
    'http:': proxyFor('HTTP'),
    'https:': proxyFor('HTTPS'),
  };
  const exempt = variableOf(env, 'NO_PROXY');
  const isExempt = exemptionsOf(exempt?.value ?? '');
  return (target) => {
    const { protocol, hostname, port } = new URL(target);
    const proxy = proxies[protocol];
    if (proxy === undefined) return DIRECTLY;
    const host = hostname.replace(/^\[|\]$/g, '');
    if (isLoopback(host))
      return { ...DIRECTLY, words: 'directly: loopback addresses are never sent to a proxy' };
    if (exempt !== undefined && isExempt(host, Number(port) || (protocol === 'https:' ? 443 : 80))) {
      return { ...DIRECTLY, words: `directly (${exempt.name})` };
    }
    const isWhole = isSentInWhole(proxy, protocol === 'https:');
    return { proxy, isWhole, words: `through ${proxy.address} (${proxy.variable})` };
  };
}
