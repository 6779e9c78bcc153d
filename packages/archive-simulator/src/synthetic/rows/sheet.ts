import { type ArchiveObject, dataTypeSpec, type TimeUnit } from '@tapehaul/archive';
import type { Instrument } from './instrument.ts';
import { unit } from './random.ts';

const DAY = 86_400_000;
/** Event ids count from here, before the first day of the archive. */
const FIRST_DAY = Date.UTC(2017, 6, 1) / DAY;

/** What is to be written: the rows of one object. Times are milliseconds since 1970. */
export interface Sheet {
  readonly object: ArchiveObject;
  readonly instrument: Instrument;
  readonly time: TimeUnit;
  /** Start of the object's period. */
  readonly periodStart: number;
  /** Start of the first day with data: later than the period's when the symbol began within it. */
  readonly first: number;
  /** End of the last day with data, not included. */
  readonly end: number;
  /** Most rows to write. */
  readonly maxRows: number;
}

/** Milliseconds from one time with rows to the next, by the grid of the data type. */
export function stepOf({ object }: Sheet): number {
  const { grid, name } = dataTypeSpec(object.dataType);
  if (grid.kind !== 'step') throw new RangeError(`${name} has no fixed step`);
  return grid.seconds * 1_000;
}

/** Rows on the regular grid of the data type: `perStep` rows each time. */
export function gridRows(
  sheet: Sheet,
  perStep: number,
  write: (time: number, index: number) => string,
): string {
  const step = stepOf(sheet);
  let text = '';
  let left = sheet.maxRows;
  for (let time = sheet.first; time < sheet.end; time += step) {
    for (let index = 0; index < perStep; index++, left--) {
      if (left === 0) return text;
      text += write(time, index);
    }
  }
  return text;
}

/**
 * Rows at irregular, rising times: `perDay` a day, numbered without gaps from day to day, so that a daily
 * file and a monthly one show the same events.
 */
export function eventRows(
  sheet: Sheet,
  perDay: number,
  write: (number: number, time: number) => string,
): string {
  let text = '';
  let left = sheet.maxRows;
  const step = DAY / perDay;
  for (let start = sheet.first; start < sheet.end; start += DAY) {
    const base = (start / DAY - FIRST_DAY) * perDay;
    for (let index = 0; index < perDay; index++, left--) {
      if (left === 0) return text;
      const number = base + index;
      text += write(number, start + Math.floor((index + 0.9 * unit(sheet.instrument.seed, number)) * step));
    }
  }
  return text;
}

/** A time in the file's unit: microseconds get three made-up digits. */
export function stamp(sheet: Sheet, time: number): string {
  if (sheet.time !== 'microseconds') return String(time);
  return `${time}${String(1_000 + Math.floor(1_000 * unit(sheet.instrument.seed, time))).slice(1)}`;
}

/** A time as text, `2025-07-01 08:00:00`, UTC. */
export function clock(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
