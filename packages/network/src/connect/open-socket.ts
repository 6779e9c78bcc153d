import { type LookupAddress, lookup } from 'node:dns';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { networkError, TapehaulError } from '@tapehaul/errors';
import type { AllowAddress } from './connections.ts';

/** What bounds an attempt to connect. */
export interface Limits {
  /** Given up when it aborts: with its reason. */
  readonly signal: AbortSignal;
  readonly allowAddress?: AllowAddress | undefined;
}

/** A TCP connection. Rejects with a TapehaulError, `address_refused` where {@link AllowAddress} says no. */
export function openTcp(host: string, port: number, { signal, allowAddress }: Limits): Promise<Socket> {
  if (allowAddress !== undefined && isIP(host) !== 0 && !allowAddress(host)) {
    return Promise.reject(addressRefused(host, host));
  }
  const guarded = allowAddress === undefined ? {} : { lookup: guardedLookup(allowAddress) };
  const socket = connectTcp({ host, port, noDelay: true, keepAlive: true, ...guarded });
  return opened(socket, 'connect', signal);
}

/** TLS over a connection, with the name that the certificate must be for. */
export function openTls(
  over: Socket,
  host: string,
  secureContext: SecureContext,
  { signal }: Limits,
): Promise<Socket> {
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({
    socket: over,
    host,
    secureContext,
    ALPNProtocols: ['http/1.1'],
    ...servername,
  });
  return opened(socket, 'secureConnect', signal);
}

function opened(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const onAbort = (): void => {
    socket.destroy();
    reject(signal.reason);
  };
  const onError = (error: Error): void => reject(networkError(error) ?? error);
  const onClose = (): void => {
    reject(new TapehaulError('connection_failed', 'the other side closed the connection'));
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort);
  socket.once(event, () => resolve(socket));
  socket.on('error', onError);
  socket.once('close', onClose);
  return promise.finally(() => {
    signal.removeEventListener('abort', onAbort);
    socket.off('close', onClose);
    // An error between here and the first listener of its taker must not end the process; the close follows it.
  });
}

/** The result of work; rejects with the signal's reason once that aborts, and leaves nothing on the signal. */
export async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const stop = Promise.withResolvers<never>();
  const onAbort = (): void => stop.reject(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work, stop.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** A look-up of names that knows no address but those that are allowed. */
export function guardedLookup(allowAddress: AllowAddress): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[] = []) => {
      if (error !== null) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => allowAddress(address));
      const [first] = allowed;
      if (first === undefined) return callback(addressRefused(hostname, addresses[0]?.address ?? ''), '', 0);
      if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function addressRefused(host: string, address: string): TapehaulError {
  const place = host === address ? host : `${host} is at ${address}, which`;
  return new TapehaulError('address_refused', `${place} must not be connected to`, {
    facts: { host, address },
    hint: 'Only addresses that the operator allows are connected to.',
  });
}
