import type { ObjectSource } from '../source/source.ts';
import type { Answer } from './answer.ts';
import { bucketLocation, headBucket, listBuckets } from './buckets.ts';
import { errorAnswer } from './errors.ts';
import { answerListing } from './listing.ts';
import { answerObject } from './objects.ts';
import type { S3Request } from './request.ts';

/** Answers a request to a bucket that can only be read. */
export function answerRequest(source: ObjectSource, bucket: string, request: S3Request): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const answer = errorAnswer(request, 405);
    return Promise.resolve({ ...answer, headers: { ...answer.headers, allow: 'GET, HEAD' } });
  }
  if (request.bucket === '') return Promise.resolve(listBuckets(bucket));
  if (request.bucket !== bucket) return Promise.resolve(errorAnswer(request, 404, 'NoSuchBucket'));
  if (request.operation === 'object') return answerObject(source, request);
  if (request.operation === 'list') return answerListing(source, request);
  return Promise.resolve(request.method === 'HEAD' ? headBucket() : bucketLocation());
}
