import { type Answer, EMPTY_BODY, xmlAnswer } from './answer.ts';

/** Where the real bucket lies. */
const REGION = 'ap-northeast-1';
/** Any fixed day: buckets have one. */
const CREATED = '2019-12-05T00:00:00.000Z';

/** HEAD of the bucket, which clients use to learn its region. */
export function headBucket(): Answer {
  return { status: 200, headers: { 'x-amz-bucket-region': REGION }, body: EMPTY_BODY };
}

/** GET `?location`. */
export function bucketLocation(): Answer {
  return xmlAnswer('LocationConstraint', { '#text': REGION });
}

/** ListBuckets: there is one. */
export function listBuckets(bucket: string): Answer {
  return xmlAnswer('ListAllMyBucketsResult', {
    Owner: { ID: 'tapehaul' },
    Buckets: { Bucket: [{ Name: bucket, CreationDate: CREATED }] },
  });
}
