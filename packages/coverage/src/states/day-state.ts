import { codeOf } from './states.ts';

const UNKNOWN = codeOf('unknown');
const PROVED = codeOf('proved');
const MONTH = codeOf('month');
const ACCEPTED = codeOf('accepted');
const UNVERIFIED = codeOf('unverified');
const MONTH_UNVERIFIED = codeOf('month_unverified');
const OUTSIDE_OF_LIFE: ReadonlySet<number> = new Set([
  codeOf('before_first'),
  codeOf('after_last'),
  codeOf('type_ended'),
]);

/**
 * The one state of a day, from what is known of its daily file and of the monthly file over it, all as codes. A held daily
 * file wins; else that the series does not exist on the day; else a held whole month; else what is known of the day; else what is
 * known of the month.
 */
export function stateOfDay(day: number, month: number): number {
  if (isHeldFile(day) || isOutsideOfLife(day)) return day;
  if (month === PROVED || month === ACCEPTED) return MONTH;
  if (month === UNVERIFIED) return MONTH_UNVERIFIED;
  return day === UNKNOWN ? month : day;
}

/** Whether a code says that a file, daily or monthly, is held whole. */
export function isHeldFile(code: number): boolean {
  return code === PROVED || code === ACCEPTED || code === UNVERIFIED;
}

/** Whether a code says of a day that it is before the first or behind the last file of its series, so that no month holds it. */
export function isOutsideOfLife(code: number): boolean {
  return OUTSIDE_OF_LIFE.has(code);
}

/** Whether a day is held twice: by its daily file and by the monthly file over it. */
export function isDouble(day: number, month: number): boolean {
  return isHeldFile(day) && isHeldFile(month);
}
