import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import type { Dispatcher } from 'undici';
import { proxyRefused } from '../proxy/proxy-errors.ts';
import type { Routes } from '../proxy/route.ts';
import type { DispatcherOptions, Fetch, HttpDispatcher } from './connections.ts';

/** Connections enough for a command, and the longest silence that `fetch` bears by itself. */
const OPTIONS: DispatcherOptions = { connections: 8, connectMs: 10_000, idleMs: 300_000 };

/**
 * A `fetch` whose requests, and the redirects that they follow, take the routes of a network. Its idle connections keep no
 * process alive. Loads undici with the first request.
 */
export function fetchOver(
  routeTo: Routes,
  dispatcherOf: (origin: string, options: DispatcherOptions) => Promise<HttpDispatcher>,
): Fetch {
  let opening: Promise<Dispatcher> | undefined;
  // fetch keeps a 407 to itself.
  const loginRequired = (origin: string, status: number): Error | undefined => {
    const { proxy, isWhole } = routeTo(origin);
    const isProxys = status === 407 && proxy !== undefined && isWhole;
    return isProxys ? proxyRefused(proxy, new URL(origin).host, status) : undefined;
  };
  const open = async (): Promise<Dispatcher> => {
    const { RoutedDispatcher } = await import('./routed-dispatcher.ts');
    return new RoutedDispatcher(
      async (origin) => (await dispatcherOf(origin, OPTIONS)) as Dispatcher,
      loginRequired,
    );
  };
  return async (input, init) => {
    const request = new Request(input, init);
    const { url, method, headers, redirect, signal } = request;
    const body = request.body === null ? {} : { body: await request.arrayBuffer() };
    opening ??= open();
    const [dispatcher, { fetch }] = await Promise.all([opening, import('undici')]);
    const options = { method, headers: [...headers], redirect, signal, dispatcher, ...body };
    const answer = await fetch(url, options).catch((thrown: unknown) => {
      if (signal.aborted) throw signal.reason;
      if (isForbiddenPort(thrown)) throw forbiddenPort(url);
      // What it throws says only that it failed: the cause says why.
      throw asTapehaulError(thrown instanceof TypeError ? (thrown.cause ?? thrown) : thrown);
    });
    return answer as unknown as Response;
  };
}

/** Whether `fetch` refused an address for its port: the standard forbids those of other protocols, and undici says so only in words. */
function isForbiddenPort(thrown: unknown): boolean {
  return thrown instanceof TypeError && thrown.cause instanceof Error && thrown.cause.message === 'bad port';
}

function forbiddenPort(url: string): TapehaulError {
  const { hostname, port } = new URL(url);
  return new TapehaulError(
    'config_invalid',
    `port ${port} of ${hostname} cannot be used: it is reserved for another protocol, and HTTP clients refuse to connect to it`,
    {
      facts: { host: hostname, port: Number(port) },
      hint: 'Use an address with another port, such as 8080.',
    },
  );
}
