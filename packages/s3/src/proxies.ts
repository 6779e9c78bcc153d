import type { AgentOptions } from 'node:http';

/** Proxies that the environment names, by the protocol of what is asked for; an empty name is none. */
export interface Proxies {
  readonly http: string;
  /** The one for HTTP where no other is named. */
  readonly https: string;
  /** Hosts that are asked without one, as `NO_PROXY` has them. */
  readonly except: string;
}

/** The proxies of an environment; undefined where it names none. */
export function proxiesOf(env: NodeJS.ProcessEnv): Proxies | undefined {
  const http = env.http_proxy || env.HTTP_PROXY || '';
  const https = env.https_proxy || env.HTTPS_PROXY || http;
  const except = env.no_proxy || env.NO_PROXY || '';
  return https === '' ? undefined : { http, https, except };
}

/** How the SDK's connections are kept: so many at once, through the proxies of the environment. */
export function agentsOf(sockets: number): Record<'httpAgent' | 'httpsAgent', AgentOptions> {
  const proxies = proxiesOf(process.env);
  const agent: AgentOptions = {
    keepAlive: true,
    maxSockets: sockets,
    ...(proxies === undefined
      ? {}
      : { proxyEnv: { http_proxy: proxies.http, https_proxy: proxies.https, no_proxy: proxies.except } }),
  };
  return { httpAgent: agent, httpsAgent: agent };
}
