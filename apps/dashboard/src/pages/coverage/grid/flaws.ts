import { dayNumber } from '@tapehaul/archive';
import { isHeld } from '@tapehaul/coverage';
import type { Grid, GridRow } from './grid.ts';

/** How bad the rows of a held day are: nothing is known to be wrong with them, rows are missing, or rows are wrong. */
export const FLAW = { none: 0, gap: 1, error: 2 } as const;

/** Consecutive days of a series with the same worst finding in their rows, as the service answers. */
export interface FindingSpan {
  /** First and last day, UTC. */
  readonly first: string;
  readonly last: string;
  readonly days: number;
  readonly severity: 'error' | 'gap';
  /** Name of the rule that the rows break. */
  readonly rule: string;
}

/** A series with the days whose rows have findings. */
export interface SeriesFindings {
  readonly series: string;
  readonly spans: readonly FindingSpan[];
}

/** What is wrong with the rows of held days. */
export interface Flaws {
  /** For each cell of the grid, in its order, the place of its kind plus one; 0 where nothing is known. Empty where there is none. */
  readonly cells: Uint8Array;
  readonly kinds: readonly Pick<FindingSpan, 'severity' | 'rule'>[];
}

/** A map without any. */
export const NO_FLAWS: Flaws = { cells: new Uint8Array(0), kinds: [] };

/** Most kinds that a byte can name. */
const MOST_KINDS = 255;

/** The flaws of the held days of a map. Days outside of it, and days that are not held, have none. */
export function flawsOf(grid: Grid, found: readonly SeriesFindings[]): Flaws {
  if (found.length === 0) return NO_FLAWS;
  const rows = new Map(grid.rows.map((row) => [row.series, row]));
  const cells = new Uint8Array(grid.codes.length);
  const kinds: Flaws['kinds'][number][] = [];
  const numbers = new Map<string, number>();
  for (const { series, spans } of found) {
    const row = rows.get(series);
    if (row === undefined) continue;
    for (const { first, last, severity, rule } of spans) {
      const name = `${severity} ${rule}`;
      const number = numbers.get(name) ?? Math.min(MOST_KINDS, kinds.length + 1);
      if (number > kinds.length) kinds.push({ severity, rule });
      numbers.set(name, number);
      const from = Math.max(0, dayNumber(first) - grid.first);
      const to = Math.min(grid.days - 1, dayNumber(last) - grid.first);
      for (let day = from; day <= to; day += 1) {
        const cell = row.offset + day;
        if (isHeld(grid.codes[cell] ?? 0)) cells[cell] = number;
      }
    }
  }
  return kinds.length === 0 ? NO_FLAWS : { cells, kinds };
}

/** What is wrong with the rows of a day; undefined where nothing is known to be. */
export function flawAt(
  { cells, kinds }: Flaws,
  { offset }: Pick<GridRow, 'offset'>,
  day: number,
): Flaws['kinds'][number] | undefined {
  return kinds[(cells[offset + day] ?? 0) - 1];
}

/** How many days between two places of the cells have rows that are missing or wrong. */
export function flawedDays({ cells }: Flaws, from: number, to: number): number {
  let days = 0;
  for (let place = from; place < to; place += 1) if ((cells[place] ?? 0) > 0) days += 1;
  return days;
}
