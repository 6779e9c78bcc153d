import { addDays, firstDayOf, isDay, type Partition } from '@tapehaul/archive';

/** Cells of a year: one byte for each day of the year, or for each month. */
export const CELLS_OF_YEAR: Readonly<Record<Partition, number>> = { daily: 366, monthly: 12 };

/** Where the cell of a period is: its year, and its place in the year's cells, 0 for January (the 1st). */
export interface CellPlace {
  readonly year: number;
  readonly place: number;
}

/** The cells of a year in which nothing is known. */
export function emptyCells(partition: Partition): Uint8Array {
  return new Uint8Array(CELLS_OF_YEAR[partition]);
}

/** Days before each month in a year without a leap day, and before the next year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** The place of a month's first day among the cells of its year; month 12 is the January after. */
function monthStart(year: number, month: number): number {
  return (DAYS_BEFORE[month] ?? 0) + (month > 1 ? daysInYear(year) - 365 : 0);
}

/** Where the cell of a day is. Throws a RangeError for what is not a day. */
function placeOfDay(day: string): CellPlace {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`);
  const { year, place: month } = placeOfMonth(day);
  return { year, place: monthStart(year, month) + Number(day.slice(8)) - 1 };
}

/** Where the cell of a month is, given as `2025-07` or as one of its days. */
function placeOfMonth(month: string): CellPlace {
  return { year: Number(month.slice(0, 4)), place: Number(month.slice(5, 7)) - 1 };
}

/** Where the cell of a period is, `2025-07-01` or `2025-07`. */
export function placeOf(partition: Partition, period: string): CellPlace {
  return partition === 'daily' ? placeOfDay(period) : placeOfMonth(period);
}

/** The first day of a cell, given by its place among the cells of its year. */
export function dayOfPlace(partition: Partition, year: number, place: number): string {
  const month = partition === 'monthly' ? place + 1 : 1;
  const first = firstDayOf(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`);
  return partition === 'monthly' ? first : addDays(first, place);
}

/** The places of a month's days among the cells of its year. */
export function daysOfMonth(year: number, month: number): { readonly from: number; readonly to: number } {
  return { from: monthStart(year, month), to: monthStart(year, month + 1) };
}

/** Days of a year, 365 or 366. */
export function daysInYear(year: number): number {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 366 : 365;
}

/** The parts of a span by year: first and last place in the cells of each. */
export function* placesByYear(
  partition: Partition,
  first: string,
  last: string,
): Generator<{ readonly year: number; readonly from: number; readonly to: number }> {
  const start = placeOf(partition, first);
  const end = last === first ? start : placeOf(partition, last);
  for (let year = start.year; year <= end.year; year += 1) {
    const whole = partition === 'daily' ? daysInYear(year) - 1 : 11;
    const from = year === start.year ? start.place : 0;
    const to = year === end.year ? end.place : whole;
    if (from <= to) yield { year, from, to };
  }
}
