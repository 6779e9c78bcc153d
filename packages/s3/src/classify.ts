import { NoSuchBucket, S3ServiceException } from '@aws-sdk/client-s3';
import { asTapehaulError, type ErrorCode, type Retry, TapehaulError } from '@tapehaul/errors';

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What a failed request means, from the status that S3 gave or the errno of the socket. */
export function classify(key: string, thrown: unknown): TapehaulError {
  if (thrown instanceof TapehaulError) return thrown;
  const message = `${key}: ${thrown instanceof Error ? thrown.message || thrown.name : String(thrown)}`;
  if (thrown instanceof S3ServiceException) return answered(key, message, thrown);
  const errno = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'TimeoutError' || errno === 'ETIMEDOUT') {
    const hint = 'Raise timeout_seconds if the network is that slow.';
    return new TapehaulError('stalled', message, { cause: thrown, facts: { key }, hint });
  }
  if (NETWORK.has(errno)) {
    const hint = 'Check source.endpoint, the network and any proxy.';
    return new TapehaulError('connection_failed', message, { cause: thrown, facts: { key, errno }, hint });
  }
  return asTapehaulError(thrown);
}

function answered(key: string, message: string, error: S3ServiceException): TapehaulError {
  const status = error.$metadata.httpStatusCode ?? 0;
  const retryAfter = retryAfterMs(error.$response?.headers['retry-after']);
  return new TapehaulError(codeOf(error, status), message, {
    cause: error,
    facts: { key, status, s3: error.name },
    ...(retryAfter === undefined ? {} : { retry: { afterMs: retryAfter } satisfies Retry }),
    ...(status === 403
      ? { hint: 'A 403 from the archive is an outage or a block on the way: try again later.' }
      : {}),
  });
}

function codeOf(error: S3ServiceException, status: number): ErrorCode {
  if (error instanceof NoSuchBucket || error.name === 'NoSuchBucket') return 'bucket_not_found';
  if (status === 404) return 'not_found';
  if (status === 403) return 'access_denied';
  if (status === 429 || status === 503) return 'throttled';
  return status >= 500 ? 'server_error' : 'request_refused';
}

/** A Retry-After header in milliseconds; only its form in seconds is read. */
function retryAfterMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) * 1_000 : undefined;
}
