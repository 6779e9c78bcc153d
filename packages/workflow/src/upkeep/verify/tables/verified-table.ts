import type { ErrorRecord } from '@tapehaul/errors';

/**
 * What checking the file of a partition found. `intact`: it has the digest that is recorded. `changed`: it has another. `broken`:
 * built again from its sources it has other bytes; found by a deep check only. `missing`: it is recorded, and its file does not
 * exist. `unknown`: a file among tables that nothing names. `unreadable`: it cannot be read: see the error. `not_read`: it exists,
 * and is outside the subset that is read.
 */
export type VerifiedTableStatus =
  | 'intact'
  | 'changed'
  | 'broken'
  | 'missing'
  | 'unknown'
  | 'unreadable'
  | 'not_read';

/**
 * Why a deep check has not built an intact partition again. `sources_gone`: a source is not held any more. `sources_changed`: a
 * source was replaced, or its file is not as it was proved. `other_version`: another version of tapehaul or DuckDB built it, which
 * may write other bytes. `no_writer`: DuckDB does not run on this machine. `no_record`: without its record nothing says where its
 * sources are.
 */
export type NotRebuilt = 'sources_gone' | 'sources_changed' | 'other_version' | 'no_writer' | 'no_record';

/** A file of a table that was checked. */
export interface VerifiedTable {
  readonly kind: 'verified_table';
  /** Below the output directory, with forward slashes. */
  readonly path: string;
  /** Null for a file that nothing names. */
  readonly series: string | null;
  readonly period: string | null;
  readonly status: VerifiedTableStatus;
  /** Digest that it should have, as 64 hex digits; null when nothing says. */
  readonly expected: string | null;
  /** Digest that it has; null when it is missing, was not read or cannot be read. */
  readonly sha256: string | null;
  /** Null unless a deep check was requested, and the file is intact without having been built again. */
  readonly not_rebuilt: NotRebuilt | null;
  /** Why it cannot be read; null unless it is unreadable. */
  readonly error: ErrorRecord | null;
}
