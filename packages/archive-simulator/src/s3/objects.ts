import { isZip } from '@tapehaul/archive';
import type { ObjectInfo, ObjectSource } from '../source/source.ts';
import { type Answer, type Body, EMPTY_BODY } from './answer.ts';
import { checkConditions, rangeApplies } from './conditions.ts';
import { errorAnswer } from './errors.ts';
import { parseRange } from './range.ts';
import type { S3Request } from './request.ts';

/** Answers GET and HEAD of an object, with its conditions and range. */
export async function answerObject(
  source: Pick<ObjectSource, 'stat' | 'read'>,
  request: S3Request,
): Promise<Answer> {
  const object = await source.stat(request.key);
  if (object === undefined) return errorAnswer(request, 404, 'NoSuchKey');
  const condition = checkConditions(request.headers, object);
  if (condition === 'failed') return errorAnswer(request, 412);
  const headers = headersOf(object);
  if (condition === 'unchanged') return { status: 304, headers, body: EMPTY_BODY };
  const range = rangeApplies(request.headers, object)
    ? parseRange(request.headers.range, object.size)
    : undefined;
  if (range === 'unsatisfiable') {
    const answer = errorAnswer(request, 416);
    return { ...answer, headers: { ...answer.headers, 'content-range': `bytes */${object.size}` } };
  }
  const { start, end } = range ?? { start: 0, end: object.size };
  const body: Body = { length: end - start, chunks: source.read(object.key, { start, end }) };
  if (range === undefined) return { status: 200, headers, body };
  const contentRange = `bytes ${start}-${end - 1}/${object.size}`;
  return { status: 206, headers: { ...headers, 'content-range': contentRange }, body };
}

function headersOf(object: ObjectInfo): Record<string, string> {
  return {
    'accept-ranges': 'bytes',
    'content-type': isZip(object.key) ? 'application/zip' : 'binary/octet-stream',
    etag: `"${object.etag}"`,
    'last-modified': object.lastModified.toUTCString(),
  };
}
