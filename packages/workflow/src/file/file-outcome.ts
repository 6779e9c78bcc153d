import type { ArchiveObject } from '@tapehaul/archive';
import type { Outcome } from '@tapehaul/downloader';

/** How a file ended, and which object it is; undefined for a key that is none of the archive's. */
export interface FileOutcome extends Outcome {
  readonly object: ArchiveObject | undefined;
}
