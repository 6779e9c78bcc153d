import type { RunRecord } from '@tapehaul/catalog';
import * as z from 'zod';

/** What is recorded of a run whose files workers of a fleet do. */
export const FLEET = 'fleet';

/** Where the files of a run are done: in the process that owns it, or by workers of a fleet. */
export type RunPlace = 'here' | typeof FLEET;

const placed = z.object({ on: z.literal(FLEET) });

/** Where the files of a run are done, as it was started or continued last. */
export function runPlace({ parameters }: Pick<RunRecord, 'parameters'>): RunPlace {
  return placed.safeParse(parameters).success ? FLEET : 'here';
}
