import { FAILED_STATES, type StateName } from '@tapehaul/orchestrator';
import type { FileOutcome } from './file-outcome.ts';

/** Names of the states of files that are in place. */
export const IN_PLACE_STATES: readonly StateName[] = ['Completed', 'Cached', 'Unverified'];

/** Names of the states of files that failed; Crashed: no worker of a fleet could end them. */
export const FAILED_FILE_STATES: readonly StateName[] = [...FAILED_STATES, 'Crashed'];

const STATE_OF = {
  cached: 'Cached',
  absent: 'Absent',
  unverified: 'Unverified',
  disputed: 'Disputed',
} as const;
const FAILED_AS: Readonly<Record<string, StateName>> = { checksum_disputed: 'Corrupt', not_a_zip: 'Corrupt' };

/** The state of a file that has ended without an error. */
export function fileStateOf({ status }: Pick<FileOutcome, 'status'>): StateName {
  return status === 'downloaded' || status === 'failed' ? 'Completed' : STATE_OF[status];
}

/** The state of a file that has failed. */
export function failedStateOf({ code }: { readonly code: string }): StateName {
  return FAILED_AS[code] ?? 'Failed';
}
