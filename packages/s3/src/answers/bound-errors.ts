import type { S3Client } from '@aws-sdk/client-s3';

/** Longest error document that is read, in bytes. */
export const DOCUMENT_LIMIT: number = 64 * 1_024;
/** Longest time that an error document may take to come, in milliseconds; what has come by then is enough. */
export const DOCUMENT_MS = 5_000;

/** What an answer of HTTP looks like in the SDK. */
export interface SdkAnswer {
  readonly statusCode: number;
  body: AsyncIterable<Uint8Array> | Uint8Array;
}

/** Whether a response of the SDK's middleware is an answer of HTTP. */
export function isSdkAnswer(value: unknown): value is SdkAnswer {
  return typeof value === 'object' && value !== null && 'statusCode' in value && 'body' in value;
}

/** Makes a client read no more of an error document than S3 would send; by itself the SDK reads all of it into memory. */
export function boundErrors(client: S3Client): S3Client {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { response } = result;
      if (isSdkAnswer(response) && response.statusCode >= 300 && !(response.body instanceof Uint8Array)) {
        response.body = await beginningOf(response.body);
      }
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'boundedErrors' },
  );
  return client;
}

/**
 * The beginning of a body, as long as any error document of S3, or what has come of it after some seconds. The rest is not
 * read: its connection is closed. `now` is a clock in milliseconds.
 */
export async function beginningOf(
  body: AsyncIterable<Uint8Array>,
  now: () => number = () => performance.now(),
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const began = now();
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= DOCUMENT_LIMIT || now() - began > DOCUMENT_MS) break;
  }
  return Buffer.concat(chunks).subarray(0, DOCUMENT_LIMIT);
}
