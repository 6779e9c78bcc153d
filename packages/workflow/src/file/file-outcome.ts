import type { ArchiveObject } from '@tapehaul/archive';
import type { Outcome } from '@tapehaul/downloader';

/** How a file ended, and which object it is; undefined for a key that is none of the archive's. */
export interface FileOutcome extends Outcome {
  readonly object: ArchiveObject | undefined;
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
