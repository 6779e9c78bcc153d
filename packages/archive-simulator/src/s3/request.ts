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
 * Reads a path-style request; nothing when its path is not percent-encoded UTF-8. The path is taken as it is:
 * no `..` or double slash is resolved.
 */
export function readRequest(message: IncomingMessage): S3Request | undefined {
  const [rawPath = '', ...rest] = (message.url ?? '/').split('?');
  const path = decoded(rawPath);
  if (path === undefined) return undefined;
  const query = new URLSearchParams(rest.join('?'));
  const [, bucket = '', objectKey = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const method = message.method ?? 'GET';
  const operation = operationOf(method, bucket, objectKey, query);
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
