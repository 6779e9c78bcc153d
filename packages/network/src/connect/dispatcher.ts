import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import type { Dispatcher } from 'undici';
import { authorizationOf } from '../proxy/proxy-server.ts';
import type { Route } from '../proxy/route.ts';
import type { DispatcherOptions } from './connections.ts';
import { dial } from './dial.ts';
import { guardedLookup } from './open-socket.ts';

/** A dispatcher of undici for one origin. Loads undici, which takes as long as starting Node does. */
export async function dispatcherTo(
  origin: string,
  { proxy, isWhole }: Route,
  context: () => SecureContext,
  options: DispatcherOptions,
): Promise<Dispatcher> {
  const { connections, pipelining = 1, connectMs, idleMs, allowAddress } = options;
  const { hostname, port, protocol } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'https:';
  // One session of HTTP/2 for all would not be that many connections.
  const shared = { connections, pipelining, headersTimeout: idleMs, bodyTimeout: idleMs, allowH2: false };
  const { Pool } = await import('undici');
  if (proxy === undefined) {
    if (allowAddress !== undefined && isIP(host) !== 0 && !allowAddress(host)) {
      throw new TapehaulError('address_refused', `${host} must not be connected to`, { facts: { host } });
    }
    const trusted = secure ? { secureContext: context() } : {};
    const guarded = allowAddress === undefined ? {} : { lookup: guardedLookup(allowAddress) };
    return new Pool(origin, { ...shared, connect: { timeout: connectMs, ...trusted, ...guarded } });
  }
  const stop = new AbortController();
  const destination = { host, port: Number(port) || (secure ? 443 : 80), secure };
  const { ProxiedDispatcher } = await import('./proxied-dispatcher.ts');
  const pool = new Pool(origin, {
    ...shared,
    connect(_, done) {
      dial(destination, { proxy, context, connectMs, allowAddress, signal: stop.signal }).then(
        (socket) => done(null, socket),
        (thrown: unknown) => done(asTapehaulError(thrown), null),
      );
    },
  });
  const authorization = authorizationOf(proxy);
  const headers: Record<string, string> =
    authorization === undefined ? {} : { 'proxy-authorization': authorization };
  return new ProxiedDispatcher(pool, stop, isWhole ? headers : undefined);
}
