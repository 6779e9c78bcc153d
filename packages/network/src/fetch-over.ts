import { asTapehaulError } from '@tapehaul/errors';
import type { Dispatcher } from 'undici';
import type { DispatcherOptions, Fetch, HttpDispatcher } from './connections.ts';
import { proxyRefused } from './proxy-errors.ts';
import type { Routes } from './route.ts';

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
  const loginWanted = (origin: string, status: number): Error | undefined => {
    const { proxy, isWhole } = routeTo(origin);
    const isProxys = status === 407 && proxy !== undefined && isWhole;
    return isProxys ? proxyRefused(proxy, new URL(origin).host, status) : undefined;
  };
  const open = async (): Promise<Dispatcher> => {
    const { RoutedDispatcher } = await import('./routed-dispatcher.ts');
    return new RoutedDispatcher(
      async (origin) => (await dispatcherOf(origin, OPTIONS)) as Dispatcher,
      loginWanted,
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
      // What it throws says only that it failed: the cause says why.
      throw asTapehaulError(thrown instanceof TypeError ? (thrown.cause ?? thrown) : thrown);
    });
    return answer as unknown as Response;
  };
}
