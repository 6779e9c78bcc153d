import { lookup } from 'node:dns/promises';
import { request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { networkError, TapehaulError } from '@tapehaul/errors';
import { proxyRefused, proxyUnreachable, socksRefused } from '../proxy/proxy-errors.ts';
import { authorizationOf, type ProxyServer } from '../proxy/proxy-server.ts';
import { type Limits, openTcp, openTls, unlessAborted } from './open-socket.ts';

/** A connection to a proxy itself, with TLS where its address says `https`. Rejects with a TapehaulError. */
export async function openProxy(
  proxy: ProxyServer,
  host: string,
  context: () => SecureContext,
  limits: Limits,
): Promise<Socket> {
  try {
    // Who set the proxy chose its address: what is guarded is where requests may lead.
    const socket = await openTcp(proxy.host, proxy.port, { signal: limits.signal });
    return proxy.scheme === 'https' ? await openTls(socket, proxy.host, context(), limits) : socket;
  } catch (thrown) {
    if (limits.signal.aborted) throw whyAborted(limits.signal, proxy, host);
    throw proxyUnreachable(proxy, host, thrown);
  }
}

/** A connection through a proxy to a host: CONNECT or SOCKS5. Rejects with a TapehaulError. */
export async function openTunnel(
  proxy: ProxyServer,
  host: string,
  port: number,
  context: () => SecureContext,
  limits: Limits,
): Promise<Socket> {
  const place = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const socket = await openProxy(proxy, place, context, limits);
  try {
    return await (proxy.scheme === 'http' || proxy.scheme === 'https'
      ? throughConnect(socket, proxy, place, limits.signal)
      : unlessAborted(throughSocks(socket, proxy, host, port, limits), limits.signal));
  } catch (thrown) {
    socket.destroy();
    if (limits.signal.aborted) throw whyAborted(limits.signal, proxy, place);
    throw thrown;
  }
}

/** Where time was up, the proxy is who did not answer; else it is what the signal says. */
function whyAborted({ reason }: AbortSignal, proxy: ProxyServer, host: string): unknown {
  const isTime = reason instanceof TapehaulError && reason.code === 'connection_failed';
  return isTime ? proxyUnreachable(proxy, host, reason) : reason;
}

function throughConnect(
  socket: Socket,
  proxy: ProxyServer,
  place: string,
  signal: AbortSignal,
): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const authorization = authorizationOf(proxy);
  const asking = request({
    createConnection: () => socket,
    method: 'CONNECT',
    path: place,
    headers: {
      host: place,
      ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
    },
    signal,
  });
  asking.on('connect', ({ statusCode = 0 }, tunnel: Socket, head: Buffer) => {
    if (statusCode < 200 || statusCode > 299) return reject(proxyRefused(proxy, place, statusCode));
    if (head.length > 0) tunnel.unshift(head);
    resolve(tunnel);
  });
  asking.on('error', (error) =>
    reject(proxyUnreachable(proxy, place, networkError(error) ?? notHttp(error))),
  );
  asking.end();
  return promise;
}

function notHttp(error: Error): Error {
  if (!('code' in error) || !String(error.code).startsWith('HPE_')) return error;
  return new TapehaulError('server_error', 'what it answers is no HTTP', { cause: error });
}

async function throughSocks(
  socket: Socket,
  proxy: ProxyServer,
  host: string,
  port: number,
  { allowAddress }: Limits,
): Promise<Socket> {
  const [{ SocksClient }, address] = await Promise.all([
    import('socks'),
    proxy.scheme === 'socks5' && isIP(host) === 0 ? addressOf(host, allowAddress) : host,
  ]);
  const { user, password } = proxy;
  const login = user === '' && password === '' ? {} : { userId: user, password };
  await SocksClient.createConnection({
    command: 'connect',
    destination: { host: address, port },
    existing_socket: socket,
    proxy: { host: proxy.host, port: proxy.port, type: 5, ...login },
  }).catch((thrown: unknown) => {
    const error = networkError(thrown);
    throw error === undefined
      ? socksRefused(proxy, `${host}:${port}`, thrown)
      : proxyUnreachable(proxy, `${host}:${port}`, error);
  });
  return socket;
}

async function addressOf(host: string, allowAddress: Limits['allowAddress']): Promise<string> {
  const all = await lookup(host, { all: true }).catch((thrown: unknown) => {
    throw networkError(thrown) ?? thrown;
  });
  const found = all.find(({ address }) => allowAddress?.(address) !== false);
  if (found !== undefined) return found.address;
  throw new TapehaulError('address_refused', `${host} has no address that may be connected to`, {
    facts: { host },
  });
}
