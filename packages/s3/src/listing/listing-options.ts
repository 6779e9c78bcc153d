import type { ArchiveSource } from '@tapehaul/archive';
import type { LowSpeed, RequestPace } from '@tapehaul/downloader';
import type { Network } from '@tapehaul/network';
import type { ProblemListener } from './listing-entries.ts';

/** How listings are made. */
export interface S3ListingOptions extends ArchiveSource {
  /** Listing requests at once. */
  readonly concurrency: number;
  /** Longest time without a byte, in seconds. */
  readonly timeoutSeconds: number;
  /** Whose credentials: none by default, or those of the AWS SDK's chain. */
  readonly credentials?: 'anonymous' | 'chain';
  /** When a page comes too slowly; by default with fewer than 50 bytes a second for a minute. */
  readonly lowSpeed?: LowSpeed;
  /** Is called with each entry that is wrong; the others are listed. */
  readonly onProblem?: ProblemListener;
  /** Lets requests begin; each begins at once by default. */
  readonly pace?: RequestPace;
  /** Stops everything when aborted. */
  readonly signal?: AbortSignal;
  /** How to connect; as the environment of the process says by default. */
  readonly network?: Network;
}
