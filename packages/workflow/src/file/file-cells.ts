import type { ArchiveObject, SeriesParts } from '@tapehaul/archive';
import type { CellRecord, TaskChange } from '@tapehaul/catalog';
import type { DayState } from '@tapehaul/coverage';

/** What a file is known to be that is held with that proof. */
export const STATE_OF_PROOF = { sidecar: 'proved', accepted: 'accepted', none: 'unverified' } as const;

/** The series of an object. */
export function seriesOf({ market, dataType, symbol, interval }: ArchiveObject): SeriesParts {
  return { market, dataType, symbol, interval };
}

/** What became known of one file of the archive. */
export function cellOf(object: ArchiveObject, state: DayState): CellRecord {
  const { market, dataType, symbol, interval, partition, period } = object;
  const series = { market, dataType, symbol, interval };
  return { series, partition, first: period, last: period, state };
}

/**
 * What the end of a file's task says of its object where that is not held since then; undefined for other states, which
 * say nothing, and for a file that is none of the archive's.
 */
export function cellsAfter(
  { state, phase, errorCode }: TaskChange,
  object: ArchiveObject | undefined,
): CellRecord | undefined {
  const known = phase === 'final' ? stateOfEnd(state, errorCode) : undefined;
  return known === undefined || object === undefined ? undefined : cellOf(object, known);
}

/** Who stopped a file or the process has found out nothing about it: it stays planned. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['Cancelled', 'Crashed', 'Skipped']);

function stateOfEnd(state: string, errorCode: string | undefined): DayState | undefined {
  if (state === 'Absent') return 'absent';
  if (state === 'Disputed') return 'disputed';
  if (errorCode === undefined || SAYS_NOTHING.has(state)) return undefined;
  return errorCode === 'checksum_disputed' ? 'disputed' : 'failed';
}
