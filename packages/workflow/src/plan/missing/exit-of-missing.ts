import type { CollectionConfig } from '@tapehaul/config';

/** Exit status of what is done, but lacks something that was requested. */
const LACKING = 4;

/** What of a request the archive does not have, or a run did not get. */
export interface Lacking {
  /** Names that the archive has nothing of. */
  readonly unknown: number;
  /** Files and spans of days that could exist, and are not held. */
  readonly missing: number;
}

/** The exit status of a plan or a run that is fine otherwise: 4 for what `fail_on` names, else 0. */
export function exitOfMissing(
  { fail_on: failOn }: Pick<CollectionConfig, 'fail_on'>,
  { unknown, missing }: Lacking,
): number {
  const counted = { unknown, missing: unknown + missing, never: 0 }[failOn];
  return counted > 0 ? LACKING : 0;
}
