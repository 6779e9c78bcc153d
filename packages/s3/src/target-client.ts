import type { S3Client } from '@aws-sdk/client-s3';
import { timeoutsOf } from './client.ts';
import { agentsOf } from './proxies.ts';
import type { S3TargetOptions } from './target-options.ts';

/** Attempts of the SDK itself for one request, with its own backoff. */
const ATTEMPTS = 3;

/**
 * A client with the credentials of the SDK's own chain (environment, profile, role). Loads the SDK, which
 * takes a quarter of a second. An upload may last as long as its bytes move.
 */
export async function storageClient(
  { endpoint, region, timeoutSeconds }: S3TargetOptions,
  sockets: number,
): Promise<S3Client> {
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  const { connectMs, idleMs } = timeoutsOf(timeoutSeconds);
  return new Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    maxAttempts: ATTEMPTS,
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connectMs,
      socketTimeout: idleMs,
      ...agentsOf(sockets),
    },
  });
}
