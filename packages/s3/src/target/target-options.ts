import type { Network } from '@tapehaul/network';

/** The bucket that files are published in, and how it is spoken to. */
export interface S3TargetOptions {
  readonly bucket: string;
  /** Leads every key, without slashes at its ends; empty by default. */
  readonly prefix?: string;
  /** Address of the S3 server, whose bucket then stands in the path; AWS itself when it is missing. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  /** Whose credentials: those of the AWS SDK's chain by default, or none. */
  readonly credentials?: 'anonymous' | 'chain';
  /** Requests at once. */
  readonly concurrency: number;
  /** Longest time without a byte, in seconds. */
  readonly timeoutSeconds: number;
  /** How to connect; as the environment of the process says by default. */
  readonly network?: Network;
}
