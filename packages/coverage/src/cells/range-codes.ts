import { dayNumber, type Partition } from '@tapehaul/archive';
import { type StoredYear, seriesDays } from './series-days.ts';

/** Which files say something of a day: the daily ones, the monthly ones, or both. */
export type CodesOf = Partition | 'auto';

/** The codes of all days of a range, from the cells of its years; 0 where nothing is known. */
export function rangeCodes(years: Iterable<StoredYear>, of: CodesOf, from: string, to: string): Uint8Array {
  const start = dayNumber(from);
  const codes = new Uint8Array(Math.max(0, dayNumber(to) - start + 1));
  const used = [...years].filter(({ partition }) => of === 'auto' || partition === of);
  const days = seriesDays(used, { from, to });
  if (days !== undefined) codes.set(days.codes, dayNumber(days.first) - start);
  return codes;
}

/** Run lengths of days, and of the days that follow them. */
export function joinedRuns(runs: readonly number[], more: readonly number[]): number[] {
  const [code, days = 0, ...rest] = more;
  if (code === undefined || runs.at(-2) !== code) return [...runs, ...more];
  return [...runs.slice(0, -1), (runs.at(-1) ?? 0) + days, ...rest];
}
