import type { ErrorRecord } from '@tapehaul/errors';
import type { DataSubset } from './data-subset.ts';

/**
 * What checking a file found. `intact`: it has the digest that was recorded, or that its sidecar says.
 * `changed`: it has another. `broken`: its content is not what the zip states, whatever its digest; found by a deep check
 * only. `missing`: a manifest names it, and it does not exist. `unproved`: nothing says what
 * its digest should be. `unreadable`: it, its sidecar or a manifest cannot be read: see the error. `not_read`: it exists, and is outside the
 * subset that is read.
 */
export type VerifiedStatus =
  | 'intact'
  | 'changed'
  | 'broken'
  | 'missing'
  | 'unproved'
  | 'unreadable'
  | 'not_read';

/** A file that was checked. */
export interface VerifiedFile {
  readonly kind: 'verified';
  /** Below the folder, with forward slashes. */
  readonly path: string;
  readonly status: VerifiedStatus;
  /** Digest that it should have, as 64 hex digits; null when nothing says. */
  readonly expected: string | null;
  /** Digest that it has; null when it is missing, was not read or cannot be read. */
  readonly sha256: string | null;
  /** Why it cannot be read, or what is wrong with its content; null unless it is unreadable or broken. */
  readonly error: ErrorRecord | null;
}

/** How a folder is verified. */
export interface VerifyOptions {
  /** Only the files of this run, by its manifest; by default those of all manifests and every other zip. */
  readonly runId?: string;
  /** Whether zips are inflated too, and their content compared with the CRC that they state; false by default. */
  readonly deep?: boolean;
  /** The files that are read; of the others only that they exist is checked. All by default. */
  readonly subset?: DataSubset;
  readonly signal?: AbortSignal;
}
