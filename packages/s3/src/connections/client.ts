import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { type ArchiveSource, bucketAddress } from '@tapehaul/archive';
import type { Network } from '@tapehaul/network';
import { boundErrors } from '../answers/bound-errors.ts';
import { awsSdk } from './aws-sdk.ts';

/** How long a socket may stay silent. */
export interface S3Timeouts {
  /** Longest wait for a connection, in milliseconds. */
  readonly connectMs: number;
  /** Longest time without a byte, in milliseconds. */
  readonly idleMs: number;
}

/** The time-outs that a longest time without a byte, in seconds, means. */
export function timeoutsOf(timeoutSeconds: number): S3Timeouts {
  const idleMs = timeoutSeconds * 1_000;
  return { connectMs: Math.min(idleMs, 10_000), idleMs };
}

/** Requests without a signature: the archive wants none, and real credentials must not travel there. */
export const ANONYMOUS: S3ClientConfig = {
  signer: { sign: async (request) => request },
  credentials: { accessKeyId: 'anonymous', secretAccessKey: 'anonymous' },
};

/** How a client of the AWS SDK is made. */
export interface S3ClientOptions {
  /** Whose credentials: none, or those of the SDK's own chain (environment, profile, role). */
  readonly credentials: 'anonymous' | 'chain';
  readonly timeouts: S3Timeouts;
  readonly sockets: number;
  /** Attempts of the SDK itself; 1 where the caller retries. */
  readonly attempts: number;
  readonly network: Network;
}

/**
 * A client of the AWS SDK for a source: path style, since the bucket's name has dots. Loads the SDK, which
 * takes a quarter of a second.
 */
export async function s3Client(source: ArchiveSource, options: S3ClientOptions): Promise<S3Client> {
  const { S3Client: Client } = await awsSdk();
  const { credentials, timeouts, sockets, attempts, network } = options;
  const client = new Client({
    endpoint: source.endpoint,
    region: source.region,
    forcePathStyle: true,
    bucketEndpoint: !isInPath(source),
    ...(credentials === 'anonymous' ? ANONYMOUS : {}),
    maxAttempts: attempts,
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      ...(await connectionsTo(bucketAddress(source), network, sockets, timeouts)),
      requestTimeout: timeouts.idleMs,
      throwOnRequestTimeout: true,
    },
  });
  return boundErrors(client);
}

/** What a command of {@link s3Client} takes as the bucket: its name, or its address where the name is not in the path. */
export function bucketFor(source: ArchiveSource): string {
  return isInPath(source) ? source.bucket : bucketAddress(source);
}

function isInPath({ style = 'path' }: ArchiveSource): boolean {
  return style === 'path';
}

/** Agents of a network, with their types: those who use our types need none of Node's. */
interface NodeAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** How a client of the SDK connects, as it takes it; times in milliseconds. */
interface Connections extends NodeAgents {
  readonly connectionTimeout: number;
  readonly socketTimeout: number;
}

/** How a client of the SDK connects to an endpoint: as the environment says. */
export async function connectionsTo(
  endpoint: string,
  network: Network,
  sockets: number,
  { connectMs, idleMs }: S3Timeouts,
): Promise<Connections> {
  // Connections through a proxy have the same limit, and say what they waited for.
  const connectionTimeout = network.routeTo(endpoint).proxy === undefined ? connectMs : 0;
  const agents = await network.agents(endpoint, { sockets, connectMs });
  return { connectionTimeout, socketTimeout: idleMs, ...(agents as NodeAgents) };
}
