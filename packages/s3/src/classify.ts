import { asTapehaulError, type ErrorCode, type Retry, TapehaulError } from '@tapehaul/errors';
import { z } from 'zod';

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What a failed request means, from the status of the answer or the errno of the socket. */
export function classify(key: string, thrown: unknown): TapehaulError {
  if (thrown instanceof TapehaulError) return thrown;
  const name = thrown instanceof Error ? thrown.name : '';
  const message = `${key}: ${thrown instanceof Error ? thrown.message || name : String(thrown)}`;
  const answer = answerSchema.safeParse(thrown).data;
  const status = answer?.$response?.statusCode ?? answer?.$metadata?.httpStatusCode;
  if (status !== undefined) {
    return answered(key, { name, status, message }, answer?.$response?.headers['retry-after'], thrown);
  }
  const errno = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (name === 'TimeoutError' || errno === 'ETIMEDOUT') {
    const hint = 'Raise timeout_seconds if the network is that slow.';
    return new TapehaulError('stalled', message, { cause: thrown, facts: { key }, hint });
  }
  if (NETWORK.has(errno)) {
    const hint = 'Check source.endpoint and the network.';
    return new TapehaulError('connection_failed', message, { cause: thrown, facts: { key, errno }, hint });
  }
  return asTapehaulError(thrown);
}

/** What the SDK's errors tell of the answer, also when it was no XML and the SDK could not read it. */
const answerSchema = z.object({
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
  $response: z.object({ statusCode: z.number(), headers: z.record(z.string(), z.string()) }).optional(),
});

function answered(
  key: string,
  { name, status, message }: { name: string; status: number; message: string },
  retryAfter: string | undefined,
  cause: unknown,
): TapehaulError {
  const afterMs = retryAfterMs(retryAfter);
  return new TapehaulError(codeOf(name, status), message, {
    cause,
    facts: { key, status, s3: name },
    ...(afterMs === undefined ? {} : { retry: { afterMs } satisfies Retry }),
    ...(status === 403
      ? { hint: 'A 403 from the archive is an outage or a block on the way: try again later.' }
      : {}),
  });
}

/** Only S3 itself says NoSuchKey: any other 404 comes from something that is not the archive. */
function codeOf(name: string, status: number): ErrorCode {
  if (name === 'NoSuchBucket') return 'bucket_not_found';
  if (name === 'NoSuchKey') return 'not_found';
  if (status === 403) return 'access_denied';
  if (status === 429 || status === 503) return 'throttled';
  return status >= 500 || status === 404 ? 'server_error' : 'request_refused';
}

/** A Retry-After header in milliseconds; only its form in seconds is read. */
function retryAfterMs(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) * 1_000 : undefined;
}
