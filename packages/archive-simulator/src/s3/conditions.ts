import type { IncomingHttpHeaders } from 'node:http';
import type { ObjectInfo } from '../source/source.ts';

/** Whether the conditions of a read hold: `failed` is a 412, `unchanged` a 304 (RFC 9110 §13.2.2). */
export function checkConditions(
  headers: IncomingHttpHeaders,
  object: ObjectInfo,
): 'holds' | 'failed' | 'unchanged' {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const changed = wholeSeconds(object.lastModified);
  const unmodifiedSince = time(headers['if-unmodified-since']);
  if (match !== undefined ? !names(match, object) : changed > unmodifiedSince) return 'failed';
  const modifiedSince = time(headers['if-modified-since']);
  if (noneMatch !== undefined ? names(noneMatch, object) : changed <= modifiedSince) return 'unchanged';
  return 'holds';
}

/** Whether a Range may be honoured: there is no If-Range, or it names this very version. */
export function rangeApplies(headers: IncomingHttpHeaders, object: ObjectInfo): boolean {
  const condition = headers['if-range'];
  if (condition === undefined) return true;
  return names(String(condition), object) || time(String(condition)) === wholeSeconds(object.lastModified);
}

/** Whether a list of entity tags, quoted or bare, holds the object's. */
function names(tags: string, object: ObjectInfo): boolean {
  return tags.split(',').some((tag) => {
    const bare = tag.trim().replace(/^"|"$/g, '');
    return bare === '*' || bare === object.etag;
  });
}

/** Milliseconds; NaN, which compares as false to everything, when there is no such time. */
function time(text: string | undefined): number {
  return text === undefined ? Number.NaN : Date.parse(text);
}

function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1_000) * 1_000;
}
