import type { ErrorCode } from '../error/codes.ts';
import { TapehaulError } from '../error/tapehaul-error.ts';
import { tlsError } from './tls-error.ts';

/** What errors of sockets, of name look-ups and of undici, which is behind `fetch`, mean. */
const MEANINGS: ReadonlyMap<unknown, ErrorCode> = new Map([
  ['ECONNREFUSED', 'connection_failed'],
  ['ECONNRESET', 'connection_failed'],
  ['ECONNABORTED', 'connection_failed'],
  ['ENOTFOUND', 'name_not_resolved'],
  ['EAI_AGAIN', 'name_not_resolved'],
  ['EPIPE', 'connection_failed'],
  ['EHOSTUNREACH', 'connection_failed'],
  ['ENETUNREACH', 'connection_failed'],
  ['ENETDOWN', 'connection_failed'],
  ['EADDRNOTAVAIL', 'connection_failed'],
  ['ETIMEDOUT', 'connection_failed'],
  ['UND_ERR_SOCKET', 'connection_failed'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connection_failed'],
  ['UND_ERR_HEADERS_TIMEOUT', 'stalled'],
  ['UND_ERR_BODY_TIMEOUT', 'stalled'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'truncated'],
]);

/** What the errno of a socket, a name look-up or undici means; undefined for any other. */
export function networkCodeOf(errno: unknown): ErrorCode | undefined {
  return MEANINGS.get(errno);
}

/** An error with what those of sockets, of name look-ups and of undici may have. */
type SocketError = Error & {
  readonly code?: unknown;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  readonly socket?: { readonly remoteAddress?: string; readonly remotePort?: number } | null;
  /** The error of each address that was tried, where a name has several. */
  readonly errors?: readonly Error[];
};

/** The error of a connection that could not be had or broke, as a socket or `fetch` throws it; else undefined. */
export function networkError(thrown: unknown): TapehaulError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  // What fetch throws says only that it failed: the cause says why.
  const chain: SocketError[] = thrown.cause instanceof Error ? [thrown, thrown.cause] : [thrown];
  const untrusted = tlsError(chain);
  if (untrusted !== undefined) return untrusted;
  const fault = chain.find(({ code }) => MEANINGS.has(code));
  const code = MEANINGS.get(fault?.code);
  if (fault === undefined || code === undefined) return undefined;
  const address = addressOf(fault);
  const reasons = chain.map(reasonOf).join(': ');
  const message = address === undefined || reasons.includes(address) ? reasons : `${reasons} (${address})`;
  return new TapehaulError(code, message, {
    cause: thrown,
    facts: { errno: fault.code, ...(address === undefined ? {} : { address }) },
    hint: 'Check that the address is right, that the other side runs, and the network and any proxy.',
  });
}

/** What Node and undici say in words of their own, for people. */
const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['ECONNRESET', 'the other side closed the connection'],
  ['ECONNABORTED', 'the connection was given up'],
  ['EPIPE', 'the other side closed the connection'],
  ['UND_ERR_SOCKET', 'the other side closed the connection'],
  ['ETIMEDOUT', 'no answer in time'],
  ['UND_ERR_HEADERS_TIMEOUT', 'no answer in time'],
  ['UND_ERR_BODY_TIMEOUT', 'no byte came in time'],
  ['EHOSTUNREACH', 'the network has no way to the host'],
  ['ENETUNREACH', 'the network has no way to the host'],
  ['ENETDOWN', 'the network is down'],
]);

/** How Node and undici word these errors. */
const RAW =
  /^(?:connect|read|write) E[A-Z]+|socket hang up|other side closed|socket disconnected|(?:headers|body) timeout error/i;
/** How undici words a connection that was not made in time: with the addresses, and the time in milliseconds. */
const TOO_LATE = /attempted address(?:es)?: (.+), timeout: (\d+)ms/;

function reasonOf(fault: SocketError): string {
  const { code, message, errors = [] } = fault;
  if (message === '') return errors.map(reasonOf).join('; ');
  const address = addressOf(fault);
  const [, tried, ms] = TOO_LATE.exec(message) ?? [];
  if (tried !== undefined) return `no connection to ${tried} within ${Number(ms) / 1_000} s`;
  const reason = RAW.test(message) ? REASONS.get(code) : undefined;
  if (reason !== undefined) {
    const errno = String(code).startsWith('UND_') ? undefined : code;
    const more = [address, errno].filter((it) => it !== undefined).join(', ');
    return more === '' ? reason : `${reason} (${more})`;
  }
  if (address === undefined) return message;
  if (code === 'ECONNREFUSED') return `nothing listens at ${address} (${code})`;
  return networkCodeOf(code) === 'name_not_resolved'
    ? `the name ${address} cannot be resolved (${code})`
    : message;
}

function addressOf({
  address,
  port,
  hostname,
  socket,
  errors: [first] = [],
}: SocketError): string | undefined {
  if (hostname !== undefined) return hostname;
  if (address !== undefined) return port === undefined ? address : `${address}:${port}`;
  if (socket?.remoteAddress !== undefined) return `${socket.remoteAddress}:${socket.remotePort}`;
  return first === undefined ? undefined : addressOf(first);
}
