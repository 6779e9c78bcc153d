import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** What a request is about: one object, one page of a listing, or a bucket (its place, the list of buckets). */
export type Operation = 'object' | 'list' | 'bucket';

/** A request in the words of S3. */
export interface S3Request {
  /** Given back as `x-amz-request-id`. */
  readonly id: string;
  readonly method: string;
  readonly operation: Operation;
  /** Empty for the list of buckets. */
  readonly bucket: string;
  /** Decoded: raw UTF-8. Of a listing it is the prefix. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** Where a request names the bucket: in its path, before its host, or nowhere. */
export type AddressStyle = 'path' | 'host' | 'none';

/**
 * Reads a request; nothing when its path is not percent-encoded UTF-8. The path is taken as it is: no `..` or double
 * slash is resolved. Where a request names no bucket, the one that is served is meant; then no request is a listing.
 */
export function readRequest(
  message: IncomingMessage,
  place: AddressStyle = 'path',
  served = '',
): S3Request | undefined {
  const [rawPath = '', ...rest] = (message.url ?? '/').split('?');
  const path = decoded(rawPath);
  if (path === undefined) return undefined;
  const query = new URLSearchParams(rest.join('?'));
  const [bucket, objectKey] = bucketAndKey(path, message.headers.host ?? '', place, served);
  const method = message.method ?? 'GET';
  const operation = place === 'none' ? 'object' : operationOf(method, bucket, objectKey, query);
  return {
    id: randomBytes(8).toString('hex').toUpperCase(),
    method,
    operation,
    bucket,
    key: operation === 'list' ? (query.get('prefix') ?? '') : objectKey,
    query,
    headers: message.headers,
  };
}

function bucketAndKey(
  path: string,
  host: string,
  place: AddressStyle,
  served: string,
): readonly [bucket: string, key: string] {
  if (place === 'none') return [served, path.slice(1)];
  if (place === 'host') return [host.startsWith(`${served}.`) ? served : host, path.slice(1)];
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return [bucket, key];
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function operationOf(method: string, bucket: string, key: string, query: URLSearchParams): Operation {
  if (key !== '') return 'object';
  return bucket !== '' && method === 'GET' && !query.has('location') ? 'list' : 'bucket';
}
