import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './service.ts';

/** Where the service is, and who sends requests. */
export interface ClientOptions {
  /** Address of the service, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Token, where the service wants one. */
  readonly token?: string;
  /** The span that requests are made in, as W3C traceparent: the trace of a run that is started hangs under it. */
  readonly traceparent?: string;
  /** How requests are sent; the `fetch` of the process by default, which follows no proxy settings. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A client of the service, which reads JSON (streams are read by `followRun`, or by `fetch`): each path with the types of its requests and answers. */
export type ServiceClient = Client<paths, 'application/json' | 'application/problem+json'>;

/** What the service says of what it cannot do. */
export type ServiceProblem = components['schemas']['Problem'];

/**
 * Makes a client: `client.GET('/v1/runs/{run}', { params: { path: { run } } })` resolves with `data`, or with the
 * {@link ServiceProblem} as `error`; it rejects only when the service cannot be reached.
 */
export function createClient({ url, token, traceparent, fetch }: ClientOptions): ServiceClient {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  return createFetchClient<paths, 'application/json' | 'application/problem+json'>({
    baseUrl: url,
    headers,
    ...(fetch === undefined ? {} : { fetch }),
  });
}
