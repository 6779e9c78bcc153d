import { codeOf } from './states.ts';

const UNKNOWN = codeOf('unknown');
const PROVED = codeOf('proved');
const MONTH = codeOf('month');
const ACCEPTED = codeOf('accepted');
const UNVERIFIED = codeOf('unverified');
const MONTH_UNVERIFIED = codeOf('month_unverified');

/**
 * The one state of a day, from what is known of its daily file and of the monthly file over it, all as codes. A held daily
 * file wins; else a held whole month; else what is known of the day; else what is known of the month.
 */
export function stateOfDay(day: number, month: number): number {
  if (isHeldFile(day)) return day;
  if (month === PROVED || month === ACCEPTED) return MONTH;
  if (month === UNVERIFIED) return MONTH_UNVERIFIED;
  return day === UNKNOWN ? month : day;
}

/** Whether a code says that a file, daily or monthly, is held whole. */
export function isHeldFile(code: number): boolean {
  return code === PROVED || code === ACCEPTED || code === UNVERIFIED;
}

/** Whether a day is held twice: by its daily file and by the monthly file over it. */
export function isDouble(day: number, month: number): boolean {
  return isHeldFile(day) && isHeldFile(month);
}
