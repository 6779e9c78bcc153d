import type { ArchiveObject } from '@tapehaul/archive';
import type { Outcome, OutcomeStatus } from '@tapehaul/downloader';
import type { ErrorRecord } from '@tapehaul/errors';

/** How a file ended; `disputed`: it contradicts its sidecar as it did before, and was not fetched, or not to another end. */
export type FileStatus = OutcomeStatus | 'disputed';

/** How a file ended, as plain data: it can be sent to another process as JSON. */
export interface FileOutcome extends Omit<Outcome, 'error' | 'status'> {
  readonly status: FileStatus;
  /** Which object it is; undefined for a key that is none of the archive's. */
  readonly object: ArchiveObject | undefined;
  readonly error: ErrorRecord | null;
}

/** The outcome of a downloader as plain data. */
export function fileOutcome(outcome: Outcome, object: ArchiveObject | undefined): FileOutcome {
  return { ...outcome, object, error: outcome.error?.toJSON() ?? null };
}

/** Whether the output of a task is how a file ended. */
export function isFileOutcome(output: unknown): output is FileOutcome {
  return typeof output === 'object' && output !== null && 'status' in output && 'target' in output;
}

/** What a file task has brought, for its own record. */
export function broughtBy(output: unknown): { bytes?: number; engine?: string } {
  if (!isFileOutcome(output)) return {};
  const { bytes, engine } = output;
  return engine === null ? { bytes } : { bytes, engine };
}
