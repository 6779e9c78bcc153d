import { CreateBucketCommand, PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';

/** What a bucket is to be. */
export interface BucketOptions {
  /** Whether everyone may list it and read its objects; false by default. */
  readonly anonymousRead?: boolean;
}

/** Creates a bucket. Rejects with the server's error, such as `BucketAlreadyExists`. */
export async function createBucket(
  client: S3Client,
  name: string,
  { anonymousRead = false }: BucketOptions = {},
): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket: name }));
  if (!anonymousRead) return;
  await client.send(new PutBucketPolicyCommand({ Bucket: name, Policy: anonymousReadPolicy(name) }));
}

function anonymousReadPolicy(bucket: string): string {
  const allow = (Action: string, Resource: string): object => {
    return { Effect: 'Allow', Principal: '*', Action, Resource };
  };
  const resource = `arn:aws:s3:::${bucket}`;
  const Statement = [allow('s3:GetObject', `${resource}/*`), allow('s3:ListBucket', resource)];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
