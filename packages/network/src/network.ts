import { type ChildEnvironment, childEnvironment } from './child-environment.ts';
import type {
  Agents,
  AgentsOptions,
  AllowAddress,
  DispatcherOptions,
  Fetch,
  HttpDispatcher,
  Trust,
} from './connect/connections.ts';
import { fetchOver } from './connect/fetch-over.ts';
import { type Routes, routesOf } from './proxy/route.ts';
import type { Environment } from './proxy/variables.ts';
import { type TlsTrust, trustOf } from './trust.ts';

/** How everything of tapehaul connects, as one environment says. */
export interface Network {
  /** The proxy that a URL would be reached through, and which variable says so. */
  readonly routeTo: Routes;
  /** Which certificate authorities are trusted. */
  readonly trust: Trust;
  /**
   * A dispatcher of undici for one origin, for requests and `fetch`. What it rejects with is a TapehaulError or an error
   * of the network that `networkError` reads. Its owner destroys it.
   */
  dispatcher(origin: string, options: DispatcherOptions): Promise<HttpDispatcher>;
  /** `fetch` over this network. Rejects with a TapehaulError, or with the reason of its signal. */
  readonly fetch: Fetch;
  /** Agents of Node for requests to the host of a URL. */
  agents(url: string, options: AgentsOptions): Promise<Agents>;
  /**
   * The same, except for connections to addresses that may not be connected to. Called at the time of connecting; of no
   * effect on names that a proxy resolves, since an operator who sets a proxy lets it decide.
   */
  guardedBy(allowAddress: AllowAddress | undefined): Network;
  /** The same proxy and authorities for a program written in Go that connects to a URL. */
  childEnvironment(url: string): ChildEnvironment;
}

/**
 * Reads how to connect from an environment, that of the process by default. Throws a TapehaulError `config_invalid` that
 * names a faulty variable, its value without a password, and what was expected.
 */
export function networkOf(env: Environment = process.env): Network {
  const routeTo = routesOf(env);
  const trust = trustOf(env);
  return networkBy(routeTo, trust, undefined);
}

function networkBy(routeTo: Routes, trust: TlsTrust, allowAddress: AllowAddress | undefined): Network {
  const context = () => trust.context();
  const guard = allowAddress === undefined ? {} : { allowAddress };
  // TLS takes a tenth of the start of Node to load: who never connects needs none.
  const dispatcher: Network['dispatcher'] = async (origin, options) => {
    const { dispatcherTo } = await import('./connect/dispatcher.ts');
    return dispatcherTo(origin, routeTo(origin), context, { ...guard, ...options });
  };
  return {
    routeTo,
    trust,
    dispatcher,
    fetch: fetchOver(routeTo, dispatcher),
    async agents(url, { tls, ...options }) {
      const { agentsTo } = await import('./connect/agents.ts');
      const own = tls === undefined ? {} : { ownContext: () => trust.contextWith(tls) };
      return agentsTo(new URL(url), routeTo(url), context, { ...guard, ...options, ...own });
    },
    guardedBy: (allow) => networkBy(routeTo, trust, allow),
    childEnvironment: (url) => childEnvironment(url, routeTo(url), trust),
  };
}
