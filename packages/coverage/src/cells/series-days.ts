import { addDays, dayNumber, dayText, type Partition } from '@tapehaul/archive';
import { isDouble, stateOfDay } from '../states/day-state.ts';
import { daysInYear, daysOfMonth } from './year-cells.ts';

/** The states of consecutive days of a series. */
export interface SeriesDays {
  /** The first day, UTC. */
  readonly first: string;
  /** A state's code for each day from the first on. */
  readonly codes: Uint8Array;
  /** Days that are held twice, by a daily and a monthly file. */
  readonly doubles: number;
}

/** Stored cells of one series. */
export interface StoredYear {
  readonly partition: Partition;
  readonly year: number;
  readonly cells: Uint8Array;
}

/** Days that are requested of a series, both included; open ends where undefined. */
export interface DayRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * The states of a series' days from the cells of its years, from the first day of which anything is known to the last, within
 * a range. Undefined when nothing is known in it. Days in between of which nothing is known are `unknown`.
 */
export function seriesDays(years: Iterable<StoredYear>, { from, to }: DayRange = {}): SeriesDays | undefined {
  const byYear = new Map<number, { daily?: Uint8Array; monthly?: Uint8Array }>();
  for (const { partition, year, cells } of years) {
    const planes = byYear.get(year) ?? {};
    planes[partition] = cells;
    byYear.set(year, planes);
  }
  const numbers = [...byYear.keys()].sort((a, b) => a - b);
  const [firstYear, lastYear] = [numbers[0], numbers.at(-1)];
  if (firstYear === undefined || lastYear === undefined) return undefined;
  const start = dayNumber(`${firstYear}-01-01`);
  const codes = new Uint8Array(dayNumber(`${lastYear}-12-31`) - start + 1);
  let doubles: Uint8Array | undefined;
  for (const [year, { daily, monthly }] of byYear) {
    const offset = dayNumber(`${year}-01-01`) - start;
    if (daily !== undefined) codes.set(daily.subarray(0, daysInYear(year)), offset);
    if (monthly === undefined) continue;
    doubles ??= new Uint8Array(codes.length);
    underMonths(codes, doubles, offset, year, monthly);
  }
  const lower = from === undefined ? 0 : Math.max(0, dayNumber(from) - start);
  const upper = to === undefined ? codes.length - 1 : Math.min(codes.length - 1, dayNumber(to) - start);
  let first = lower;
  let last = upper;
  while (first <= last && codes[first] === 0) first += 1;
  while (last >= first && codes[last] === 0) last -= 1;
  if (first > last) return undefined;
  const count = doubles === undefined ? 0 : sumOf(doubles, first, last);
  return { first: dayText(start + first), codes: codes.subarray(first, last + 1), doubles: count };
}

function sumOf(numbers: Uint8Array, first: number, last: number): number {
  let sum = 0;
  for (let place = first; place <= last; place += 1) sum += numbers[place] ?? 0;
  return sum;
}

/** The last of some days. */
export function lastOf({ first, codes }: Pick<SeriesDays, 'first' | 'codes'>): string {
  return addDays(first, codes.length - 1);
}

function underMonths(
  codes: Uint8Array,
  doubles: Uint8Array,
  offset: number,
  year: number,
  monthly: Uint8Array,
): void {
  for (let month = 0; month < 12; month += 1) {
    const code = monthly[month] ?? 0;
    if (code === 0) continue;
    const { from, to } = daysOfMonth(year, month);
    for (let place = offset + from; place < offset + to; place += 1) {
      const day = codes[place] ?? 0;
      if (isDouble(day, code)) doubles[place] = 1;
      codes[place] = stateOfDay(day, code);
    }
  }
}
