import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { TapehaulError } from '@tapehaul/errors';
import { isSentInWhole, type ProxyServer } from '../proxy/proxy-server.ts';
import type { AllowAddress } from './connections.ts';
import { type Limits, openTcp, openTls } from './open-socket.ts';
import { openProxy, openTunnel } from './tunnel.ts';

/** Who is connected to. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

/** What an attempt to connect works with. */
export interface DialOptions {
  readonly proxy: ProxyServer | undefined;
  readonly context: () => SecureContext;
  /** The same for the destination alone, where that is another. */
  readonly ownContext?: (() => SecureContext) | undefined;
  /** Longest time for all of it, in milliseconds. */
  readonly connectMs: number;
  readonly allowAddress?: AllowAddress | undefined;
  readonly signal: AbortSignal;
}

/**
 * A connection that requests to a destination can be written to: to the destination itself, through a tunnel, or to the
 * proxy where {@link isSentInWhole}. Rejects with a TapehaulError, or with the signal's reason.
 */
export async function dial(destination: Destination, options: DialOptions): Promise<Socket> {
  const { host, port, secure } = destination;
  const { proxy, context, ownContext = context, connectMs, allowAddress, signal } = options;
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new TapehaulError('connection_failed', `no answer within ${connectMs / 1_000} s`));
  }, connectMs);
  const limits: Limits = { signal: AbortSignal.any([signal, late.signal]), allowAddress };
  try {
    if (isSentInWhole(proxy, secure) && proxy !== undefined) {
      return await openProxy(proxy, `${host}:${port}`, context, limits);
    }
    const socket =
      proxy === undefined
        ? await openTcp(host, port, limits)
        : await openTunnel(proxy, host, port, context, limits);
    return secure ? await openTls(socket, host, ownContext(), limits) : socket;
  } finally {
    clearTimeout(timer);
  }
}
