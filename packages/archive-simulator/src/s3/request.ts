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

/**
 * Reads a path-style request. The path is taken as it is: no `..` or double slash is resolved.
 * Throws a URIError when it is not percent-encoded UTF-8.
 */
export function readRequest(message: IncomingMessage): S3Request {
  const [path = '', ...rest] = (message.url ?? '/').split('?');
  const query = new URLSearchParams(rest.join('?'));
  const [, bucket = '', rawKey = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const method = message.method ?? 'GET';
  const objectKey = decodeURIComponent(rawKey);
  const operation = operationOf(method, decodeURIComponent(bucket), objectKey, query);
  return {
    id: randomBytes(8).toString('hex').toUpperCase(),
    method,
    operation,
    bucket: decodeURIComponent(bucket),
    key: operation === 'list' ? (query.get('prefix') ?? '') : objectKey,
    query,
    headers: message.headers,
  };
}

function operationOf(method: string, bucket: string, key: string, query: URLSearchParams): Operation {
  if (key !== '') return 'object';
  return bucket !== '' && method === 'GET' && !query.has('location') ? 'list' : 'bucket';
}
