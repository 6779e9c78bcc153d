import { encodeKey } from '@tapehaul/archive';
import type { ListEntry, ListPage, ObjectInfo, ObjectSource } from '../source/source.ts';
import { type Answer, xmlAnswer } from './answer.ts';
import { errorAnswer } from './errors.ts';
import type { S3Request } from './request.ts';
import { listedTime } from './xml.ts';

/** Most entries on a page, whatever `max-keys` requests. */
const MOST_KEYS = 1_000;

/** Answers ListObjects (version 1) and, with `list-type=2`, ListObjectsV2. */
export async function answerListing(source: Pick<ObjectSource, 'list'>, request: S3Request): Promise<Answer> {
  const { query, key: prefix } = request;
  const maxKeys = query.get('max-keys') ?? String(MOST_KEYS);
  if (!/^\d{1,9}$/.test(maxKeys)) return errorAnswer(request, 400, 'InvalidArgument', 'invalid max-keys');
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url') {
    return errorAnswer(request, 400, 'InvalidArgument', 'Invalid Encoding Method specified in Request');
  }
  const delimiter = query.get('delimiter') || undefined;
  const limit = Math.min(Number(maxKeys), MOST_KEYS);
  const page: ListPage =
    limit === 0
      ? { entries: [], truncated: false }
      : await source.list({ prefix, delimiter, after: startOf(query), limit });
  const text = encoding === 'url' ? encodeKey : (name: string): string => name;
  const position = query.get('list-type') === '2' ? positionV2 : positionV1;
  return xmlAnswer('ListBucketResult', {
    Name: request.bucket,
    Prefix: text(prefix),
    ...position(query, page, text),
    MaxKeys: maxKeys,
    ...(delimiter === undefined ? {} : { Delimiter: text(delimiter) }),
    ...(encoding === null ? {} : { EncodingType: encoding }),
    IsTruncated: page.truncated,
    ...contents(page, text),
  });
}

/** Where the page begins: after this key or group. */
function startOf(query: URLSearchParams): string {
  if (query.get('list-type') !== '2') return query.get('marker') ?? '';
  const token = query.get('continuation-token');
  return token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
}

/** Version 1 names the next marker only when a delimiter was sent: otherwise it is the last key. */
function positionV1(query: URLSearchParams, page: ListPage, text: (name: string) => string): object {
  const marker = { Marker: text(query.get('marker') ?? '') };
  const last = page.truncated && query.get('delimiter') ? page.entries.at(-1) : undefined;
  return last === undefined ? marker : { ...marker, NextMarker: text(nameOf(last)) };
}

function positionV2(query: URLSearchParams, page: ListPage, text: (name: string) => string): object {
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const last = page.truncated ? page.entries.at(-1) : undefined;
  return {
    ...(token === null ? {} : { ContinuationToken: token }),
    ...(startAfter === null ? {} : { StartAfter: text(startAfter) }),
    ...(last === undefined ? {} : { NextContinuationToken: Buffer.from(nameOf(last)).toString('base64url') }),
    KeyCount: page.entries.length,
  };
}

function contents(page: ListPage, text: (name: string) => string): object {
  const objects: ObjectInfo[] = [];
  const prefixes: string[] = [];
  for (const entry of page.entries) {
    if (entry.kind === 'object') objects.push(entry.object);
    else prefixes.push(entry.prefix);
  }
  return {
    Contents: objects.map((object) => ({
      Key: text(object.key),
      LastModified: listedTime(object.lastModified),
      ETag: `"${object.etag}"`,
      Size: object.size,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: text(prefix) })),
  };
}

function nameOf(entry: ListEntry): string {
  return entry.kind === 'object' ? entry.object.key : entry.prefix;
}
