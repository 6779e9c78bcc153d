import type { S3Client } from '@aws-sdk/client-s3';
import { networkOf } from '@tapehaul/network';
import { boundErrors } from '../answers/bound-errors.ts';
import { awsSdk } from '../connections/aws-sdk.ts';
import { ANONYMOUS, connectionsTo, timeoutsOf } from '../connections/client.ts';
import type { S3TargetOptions } from './target-options.ts';

/** Attempts of the SDK itself for one request, with its own backoff. */
const ATTEMPTS = 3;
/** Where the SDK connects to without an endpoint, as far as a proxy and its exemptions care. */
export const AWS = 'https://s3.amazonaws.com';

/**
 * A client with the credentials of the SDK's own chain (environment, profile, role), or with none. Loads the SDK, which
 * takes a quarter of a second. An upload may last as long as its bytes move.
 */
export async function storageClient(
  { endpoint, region, credentials = 'chain', timeoutSeconds, network = networkOf() }: S3TargetOptions,
  sockets: number,
): Promise<S3Client> {
  const { S3Client: Client } = await awsSdk();
  const timeouts = timeoutsOf(timeoutSeconds);
  const client = new Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === 'anonymous' ? ANONYMOUS : {}),
    maxAttempts: ATTEMPTS,
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: await connectionsTo(endpoint ?? AWS, network, sockets, timeouts),
  });
  return boundErrors(client);
}
