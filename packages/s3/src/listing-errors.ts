import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { type ArchiveSource, bucketAddress } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';

const HINT =
  'Something between here and the archive answers in its place: check source.endpoint and any proxy.';

/** What came is no whole page of a listing. */
export function notWhole(prefix: string, { Name, IsTruncated }: ListObjectsV2CommandOutput): TapehaulError {
  const message = `listing of ${prefix}: what came is no whole listing of the bucket`;
  const facts = { prefix, name: Name ?? null, truncated: IsTruncated ?? null };
  return new TapehaulError('server_error', message, { facts, hint: HINT });
}

/** A plain HTTP server has no listings; what else can be wrong with it is told as it is. */
export function withoutListing(source: ArchiveSource, cause?: TapehaulError): TapehaulError {
  if (cause !== undefined && !ANSWERS.has(cause.code)) return cause;
  const message = `${bucketAddress(source)} does not answer as an S3 server when a listing is requested (source.style is none)`;
  return new TapehaulError('request_refused', message, {
    cause,
    hint: 'Set planning to matrix, which needs no listing, or name an S3 server in source.',
  });
}

/** What an answer that is no listing is taken for. */
const ANSWERS: ReadonlySet<string> = new Set([
  'server_error',
  'request_refused',
  'not_found',
  'internal',
  'bucket_not_found',
  'access_denied',
]);

/** A listing that goes on where it has been before would never end. */
export function endless(prefix: string, token: string): TapehaulError {
  const message = `listing of ${prefix}: the server goes on with a page that it has sent before`;
  return new TapehaulError('server_error', message, { facts: { prefix, token }, hint: HINT });
}
