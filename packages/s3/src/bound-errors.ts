import type { S3Client } from '@aws-sdk/client-s3';

/** Longest error document that is read, in bytes. */
export const DOCUMENT_LIMIT: number = 64 * 1_024;

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

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop closes the connection.
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= DOCUMENT_LIMIT) break;
  }
  return Buffer.concat(chunks).subarray(0, DOCUMENT_LIMIT);
}
