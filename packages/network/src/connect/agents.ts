import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import { isSentInWhole, type ProxyServer } from '../proxy/proxy-server.ts';
import type { Route } from '../proxy/route.ts';
import type { Agents, AgentsOptions, AllowAddress } from './connections.ts';
import { dial } from './dial.ts';

/** The same with their types. */
interface NodeAgents extends Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** How they connect, with the context for TLS with the host itself where that is another than for the rest. */
interface NodeAgentsOptions extends Omit<AgentsOptions, 'tls'> {
  readonly ownContext?: (() => SecureContext) | undefined;
}

/** The agents for requests that take a route; the scheme of the URL decides which of them is used. */
export function agentsTo(
  url: URL,
  { proxy }: Route,
  context: () => SecureContext,
  { sockets, connectMs, allowAddress, ownContext }: NodeAgentsOptions,
): NodeAgents {
  const secure = url.protocol === 'https:';
  const options = { keepAlive: true, maxSockets: sockets };
  // What is not used must not read the authorities of the system.
  const trusted = secure ? { secureContext: (ownContext ?? context)() } : {};
  if (proxy === undefined && allowAddress === undefined) {
    return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent({ ...options, ...trusted }) };
  }
  const through = { proxy, context, ownContext, connectMs, allowAddress };
  const httpAgent =
    proxy !== undefined && isSentInWhole(proxy, false)
      ? new HttpAgent({ ...options, ...sentInWhole(proxy, secure ? undefined : context) })
      : new DialAgent(false, options, through);
  return { httpAgent, httpsAgent: new DialAgent(true, options, through) as unknown as HttpsAgent };
}

/** What an agent needs to send requests to a proxy in whole, which Node does by itself. */
function sentInWhole(proxy: ProxyServer, context: (() => SecureContext) | undefined): AgentOptions {
  const { user, password, address } = proxy;
  const url = new URL(address);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  const trusted = proxy.scheme === 'https' && context !== undefined ? { secureContext: context() } : {};
  return { proxyEnv: { http_proxy: url.href }, ...trusted };
}

interface Through {
  readonly proxy: ProxyServer | undefined;
  readonly context: () => SecureContext;
  readonly ownContext: (() => SecureContext) | undefined;
  readonly connectMs: number;
  readonly allowAddress: AllowAddress | undefined;
}

/** An agent whose connections are made by {@link dial}. */
class DialAgent extends HttpAgent {
  readonly defaultPort: number;
  readonly protocol: string;
  readonly #secure: boolean;
  readonly #through: Through;
  readonly #stop = new AbortController();

  constructor(secure: boolean, options: AgentOptions, through: Through) {
    super(options);
    this.#secure = secure;
    this.#through = through;
    this.defaultPort = secure ? 443 : 80;
    this.protocol = secure ? 'https:' : 'http:';
  }

  override createConnection(
    { host, port }: { readonly host?: string | null; readonly port?: number | string | null },
    done?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const destination = { host: host ?? '', port: Number(port ?? this.defaultPort), secure: this.#secure };
    dial(destination, { ...this.#through, signal: this.#stop.signal }).then(
      (socket) => done?.(null, socket),
      (thrown: unknown) =>
        (done as ((error: Error) => void) | undefined)?.(retryable(asTapehaulError(thrown))),
    );
  }

  override destroy(): void {
    this.#stop.abort();
    super.destroy();
  }
}

/** Marks an error that may pass in the way that the AWS SDK knows, so that it tries again by itself. */
function retryable(error: TapehaulError): Error {
  return error.retry === 'never' ? error : Object.assign(error, { $retryable: {} });
}
