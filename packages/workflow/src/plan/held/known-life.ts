import { addDays, asSeries, dayNumber, type SeriesId } from '@tapehaul/archive';
import type { CoverageReader } from '@tapehaul/catalog';
import { type DayState, isHeld, stateOf } from '@tapehaul/coverage';

/** From when to when a series seems to exist. A side of which the record knows too little is undefined. */
export interface KnownLife {
  /** First and last day that is held, UTC. */
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** States of days that show that there were no files yet, or no more. */
const LIFELESS: ReadonlySet<DayState> = new Set([
  'absent',
  'gap',
  'never_existed',
  'before_first',
  'after_last',
  'type_ended',
]);

/**
 * Whether a series begins or ends within some days: nothing before or behind them is held, and the day next to them was requested
 * and not found. A series that nobody requested outside of these days may well exist there.
 */
export async function knownLife(
  { market, dataType, symbol, interval }: SeriesId,
  { first, last }: { readonly first: string; readonly last: string },
  record: Pick<CoverageReader, 'cellsOf'>,
): Promise<KnownLife> {
  const series = asSeries({ market, dataType, symbol, interval });
  const cells = series && (await record.cellsOf(series));
  if (cells === undefined) return { first: undefined, last: undefined };
  const { codes } = cells;
  const dayAt = (place: number): string => addDays(cells.first, place);
  const isLifeless = (day: string): boolean => {
    const place = dayNumber(day) - dayNumber(cells.first);
    return LIFELESS.has(stateOf(codes[place] ?? 0));
  };
  const firstHeld = codes.findIndex(isHeld);
  const lastHeld = codes.findLastIndex(isHeld);
  if (firstHeld === -1) return { first: undefined, last: undefined };
  const begins = dayAt(firstHeld) >= first && isLifeless(addDays(first, -1));
  const ends = dayAt(lastHeld) <= last && isLifeless(addDays(last, 1));
  return { first: begins ? dayAt(firstHeld) : undefined, last: ends ? dayAt(lastHeld) : undefined };
}
