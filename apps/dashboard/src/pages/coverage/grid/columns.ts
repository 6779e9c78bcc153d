import { dayNumber, dayText } from '@tapehaul/archive';

/** What one cell of the map stands for. */
export const LEVELS = ['year', 'month', 'day'] as const;

/** What one cell of the map stands for. */
export type Level = (typeof LEVELS)[number];

/** The columns of a map: where each begins, in days from the first day of the map, and at last the number of days. */
export interface Columns {
  readonly level: Level;
  readonly starts: Int32Array;
}

/** The columns of a level over some days, of which the first is given as a number since 1970-01-01. */
export function columnsOf(level: Level, first: number, days: number): Columns {
  if (level === 'day') return { level, starts: Int32Array.from({ length: days + 1 }, (_, day) => day) };
  const starts: number[] = days > 0 ? [0] : [];
  for (let day = nextStart(level, first); day < first + days; day = nextStart(level, day)) {
    starts.push(day - first);
  }
  return { level, starts: Int32Array.from([...starts, days]) };
}

/** How many columns there are. */
export function columnCount({ starts }: Columns): number {
  return Math.max(0, starts.length - 1);
}

/** The column that a day lies in; the first or the last for a day outside of the map. */
export function columnAt({ starts }: Columns, day: number): number {
  let [low, high] = [0, Math.max(0, starts.length - 2)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** First day of a column and the day behind its last. */
export function columnDays({ starts }: Columns, column: number): readonly [number, number] {
  return [starts[column] ?? 0, starts[column + 1] ?? 0];
}

/** The first day of the year or month after the one that a day lies in. */
function nextStart(level: 'year' | 'month', day: number): number {
  const text = dayText(day);
  const [year, month] = [Number(text.slice(0, 4)), Number(text.slice(5, 7))];
  if (level === 'year' || month === 12) return dayNumber(`${pad(year + 1, 4)}-01-01`);
  return dayNumber(`${pad(year, 4)}-${pad(month + 1, 2)}-01`);
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
