import type { Outcome } from '@tapehaul/downloader';
import type { ErrorRecord } from '@tapehaul/errors';
import type { LeftReason } from './recognised-file.ts';
import { refusalOf } from './refused-file.ts';

/**
 * The outcome of a file of a folder. `adopted`: proved, and in place. `held`: what it would be is in place and proved
 * already. `unverified`: in place, but nothing proves it. `failed`: see the error; it was not taken. `unknown`: it is no
 * object of the archive, or nothing says which; see the reason. `duplicate`: another file
 * of the folder is the same object; see the reason.
 */
export type AdoptedStatus = 'adopted' | 'held' | 'unverified' | 'failed' | 'unknown' | 'duplicate';

/** A file of a folder that was to be adopted. */
export interface AdoptedFile {
  readonly kind: 'adopted';
  /** Below the folder, with forward slashes. */
  readonly path: string;
  readonly status: AdoptedStatus;
  /** Key of the object that it is; null when that is not known. */
  readonly key: string | null;
  /** Size in bytes; 0 for a file that was not taken. */
  readonly bytes: number;
  readonly error: ErrorRecord | null;
  /** Why it was left where it is, without an attempt to take it; null else. */
  readonly reason: LeftReason | null;
}

const STATUS = {
  downloaded: 'adopted',
  cached: 'held',
  unverified: 'unverified',
  absent: 'failed',
  failed: 'failed',
} as const satisfies Record<Outcome['status'], AdoptedStatus>;

/** Whether a file is in place, now or as it was before. */
export function isTaken({ status }: Pick<Outcome, 'status'>): boolean {
  return status === 'downloaded' || status === 'cached' || status === 'unverified';
}

/** The outcome of a file that was to be taken. */
export function adoptedAs({ key, bytes, error, status }: Outcome, path: string): AdoptedFile {
  return {
    kind: 'adopted',
    path,
    status: STATUS[status],
    key,
    bytes,
    error: error === null ? null : refusalOf(error).toJSON(),
    reason: null,
  };
}

/** A file that is not taken: it is no object, or the same one as another file. */
export function leftAlone(path: string, reason: LeftReason, key: string | null = null): AdoptedFile {
  return {
    kind: 'adopted',
    path,
    status: key === null ? 'unknown' : 'duplicate',
    key,
    bytes: 0,
    error: null,
    reason,
  };
}
