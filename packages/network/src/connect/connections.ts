/** What connections are made with, in types that need neither those of Node nor those of undici. */

/** Whether an address may be connected to: called for each address that a name resolves to, at the time of connecting. */
export type AllowAddress = (ip: string) => boolean;

/** `fetch` for requests whose body, if any, is in memory. Rejects with a TapehaulError, or with the reason of its signal. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Which certificate authorities are trusted. */
export interface Trust {
  /** The variables that name further ones, as they are set. */
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  /** All of them as PEM blocks: those of Node, those of the operating system, and those that variables name. */
  certificates(): readonly string[];
}

/** A dispatcher of undici, whose type `Dispatcher` it has. */
export interface HttpDispatcher {
  dispatch(options: never, handler: never): boolean;
  destroy(): Promise<void>;
}

/** How a dispatcher keeps its connections. */
export interface DispatcherOptions {
  readonly connections: number;
  /** Requests in progress on one connection; 1 by default. */
  readonly pipelining?: number;
  /** Longest time for a connection, its tunnel and its TLS together, in milliseconds. */
  readonly connectMs: number;
  /** Longest time without a byte, in milliseconds. */
  readonly idleMs: number;
  /**
   * Called for every address at the time of connecting, so that a name that resolves anew cannot lead elsewhere. Of no
   * effect on names that a proxy resolves: an operator who sets a proxy lets it decide.
   */
  readonly allowAddress?: AllowAddress;
}

/** Agents of Node's `http` and `https`, as the AWS SDK takes them. Its client destroys them with itself. */
export interface Agents {
  readonly httpAgent: object;
  readonly httpsAgent: object;
}

/** How agents keep their connections. */
export interface AgentsOptions {
  /** Connections at once. */
  readonly sockets: number;
  /** Longest time for a connection through a proxy, in milliseconds. */
  readonly connectMs: number;
  /** Called for every address at the time of connecting. */
  readonly allowAddress?: AllowAddress;
  /** What holds for TLS with the host of the URL alone, and not with a proxy. */
  readonly tls?: OwnTls | undefined;
}

/** TLS with one host. */
export interface OwnTls {
  /** PEM of authorities that are trusted too. */
  readonly ca?: string | undefined;
  /** PEM of the certificate and of its key that this side shows. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}
