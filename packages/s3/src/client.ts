import { S3Client } from '@aws-sdk/client-s3';

/** Where the S3 engine reads from. */
export interface S3Source {
  /** Address of the S3 server, with its scheme. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
}

/** How long a socket may stay silent. */
export interface S3Timeouts {
  /** Longest wait for a connection, in milliseconds. */
  readonly connectMs: number;
  /** Longest time without a byte, in milliseconds. */
  readonly idleMs: number;
}

/**
 * An anonymous client: path style, since the bucket's name has dots; no signatures, since the archive wants
 * none and real credentials must not travel there; by default no retries of its own, since the caller
 * retries.
 */
export function anonymousClient(
  source: S3Source,
  timeouts: S3Timeouts,
  sockets: number,
  attempts = 1,
): S3Client {
  return new S3Client({
    endpoint: source.endpoint,
    region: source.region,
    forcePathStyle: true,
    signer: { sign: async (request) => request },
    credentials: { accessKeyId: 'anonymous', secretAccessKey: 'anonymous' },
    maxAttempts: attempts,
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: timeouts.connectMs,
      socketTimeout: timeouts.idleMs,
      requestTimeout: timeouts.idleMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: sockets },
      httpsAgent: { keepAlive: true, maxSockets: sockets },
    },
  });
}
