import { asTapehaulError, type ErrorCode, networkError, type Retry, TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import { retryAfterMs } from './retry-after.ts';

/** What the server answered in place of the object. */
export interface Refusal {
  readonly status: number;
  /** S3's own error code, or the SDK's name for the error. */
  readonly name: string;
  readonly message: string;
  readonly retryAfter?: string | undefined;
}

/** Codes of connections that could not be had. */
const SOCKETS: ReadonlySet<ErrorCode> = new Set(['connection_failed', 'name_not_resolved', 'tls_untrusted']);

/** Ends of connections that the SDK counts as time-outs. */
const CLOSED: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

/** What a failed request means, from the status of the answer or the errno of the socket. */
export function requestError(key: string, thrown: unknown, signal?: AbortSignal): TapehaulError {
  if (thrown instanceof TapehaulError) {
    // Connections that are guarded are made by ourselves: what such a one says is worded as that of any other.
    const { code, cause, facts } = thrown;
    const isSockets = SOCKETS.has(code) && facts.key === undefined && facts.proxy === undefined;
    const isRaw = cause instanceof Error && !(cause instanceof TapehaulError);
    return isSockets && isRaw ? requestError(key, cause, signal) : thrown;
  }
  const name = thrown instanceof Error ? thrown.name : '';
  const message = thrown instanceof Error ? thrown.message || name : String(thrown);
  const answer = answerSchema.safeParse(thrown).data;
  const status = answer?.$response?.statusCode ?? answer?.$metadata?.httpStatusCode;
  if (status !== undefined) {
    const retryAfter = answer?.$response?.headers['retry-after'];
    return refused(key, { name, status, message: answerWords(thrown, message, status), retryAfter }, thrown);
  }
  const errno = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const facts = { key, errno };
  const network = networkError(thrown);
  const code = network?.code;
  const text = `${key}: ${network?.message ?? message}`;
  // A socket whose time is up was silent, whatever it was doing.
  if ((name === 'TimeoutError' && !CLOSED.has(errno)) || code === 'stalled' || errno === 'ETIMEDOUT') {
    const hint = 'Raise timeout_seconds if the network is that slow.';
    const words = network === undefined ? `${key}: no answer in time` : text;
    return new TapehaulError('stalled', words, { cause: thrown, facts, hint });
  }
  if (code === 'connection_failed' && !TLS.test(errno)) {
    const hint =
      errno === 'UND_ERR_CONNECT_TIMEOUT' ? NO_CONNECTION : 'Check source.endpoint and the network.';
    return new TapehaulError('connection_failed', text, { cause: thrown, facts, hint });
  }
  if (name === 'HTTPParserError' || errno.startsWith('HPE_') || errno === 'UND_ERR_HEADERS_OVERFLOW') {
    const hint = 'What came is no HTTP: check source.endpoint and any proxy.';
    return new TapehaulError('server_error', text, { cause: thrown, facts, hint });
  }
  if (network !== undefined) {
    const { retry } = network;
    const hint = code === 'name_not_resolved' ? NO_NAME : network.hint;
    return new TapehaulError(network.code, text, { cause: thrown, facts, hint, retry });
  }
  return asTapehaulError(thrown, signal);
}

/** A server without TLS waits for more of what it takes for a request. */
const NO_CONNECTION =
  'Check source.endpoint and the network. If the server has no TLS, write http:// in source.endpoint.';
const NO_NAME =
  'Check source.endpoint and the name server of this machine. If only a proxy reaches the internet from here, set HTTPS_PROXY.';

/** Codes of TLS, of which the general hint says more. */
const TLS = /^(EPROTO$|ERR_SSL_)/;

/** What the SDK's errors say of the answer, also when it was no XML and the SDK could not read it. */
const answerSchema = z.object({
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
  $response: z.object({ statusCode: z.number(), headers: z.record(z.string(), z.string()) }).optional(),
});

/** What S3 says in its answer. An answer that S3 did not write has only a status: the SDK's words for it are not shown. */
function answerWords(thrown: unknown, message: string, status: number): string {
  const isOfS3 = thrown instanceof Error && '$fault' in thrown && message !== 'UnknownError';
  if (isOfS3) return message;
  return status < 400
    ? `the answer with status ${status} is not that of an S3 server`
    : `the server answers ${status}`;
}

/** The error that an answer means. */
export function refused(key: string, refusal: Refusal, cause?: unknown): TapehaulError {
  const { name, status, message, retryAfter } = refusal;
  if (status === 407) return loginRequired(key, cause);
  const code = codeOf(name, status);
  const afterMs = code === 'throttled' ? retryAfterMs(retryAfter) : undefined;
  return new TapehaulError(code, `${key}: ${message}`, {
    cause,
    facts: { key, status, s3: name },
    hint: HINTS[code],
    ...(afterMs === undefined ? {} : { retry: { afterMs } satisfies Retry }),
  });
}

/** A proxy that is sent requests in whole answers them in place of the server. */
export function loginRequired(key: string, cause?: unknown): TapehaulError {
  const message = `${key}: the proxy requires a user name and a password (407)`;
  return new TapehaulError('proxy_refused', message, {
    cause,
    facts: { key, status: 407 },
    hint: 'Write both into the proxy variable, such as HTTP_PROXY, before the host: user:password@host.',
    retry: 'never',
  });
}

const HINTS: Partial<Record<ErrorCode, string>> = {
  access_denied: 'A 403 from the archive is an outage or a block on the way: try again later.',
  bucket_not_found: 'Check source.bucket and source.endpoint in the configuration.',
  changed_upstream: 'The object was replaced while it was fetched; it is fetched again.',
  request_refused: 'Check source.endpoint and source.region in the configuration.',
};

/** Statuses below 500 that say nothing of the request: that it came too slowly, or too early. */
const PASSING = new Set([408, 425]);

/** Only S3 itself says NoSuchKey: any other 404 comes from something that is not the archive. */
function codeOf(name: string, status: number): ErrorCode {
  if (name === 'NoSuchBucket') return 'bucket_not_found';
  if (name === 'NoSuchKey') return 'not_found';
  if (status === 403) return 'access_denied';
  if (status === 412 || status === 416) return 'changed_upstream';
  if (status === 429 || status === 503) return 'throttled';
  return status >= 500 || status === 404 || PASSING.has(status) ? 'server_error' : 'request_refused';
}
