const SECOND = 1_000_000;
export const DAY = 86_400 * SECOND;
/** 2100-01-01, in microseconds since 1970 UTC: nothing in the archive is later. */
export const LATEST_TIME: number = Date.UTC(2100, 0) * 1_000;
/** From here on a number of since 1970 counts microseconds, else milliseconds. */
export const MICROSECONDS_FROM = 1e14;

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DATE_TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?Z?$/;

/** Microseconds since 1970 UTC of a number of milliseconds or microseconds; undefined for what is no time of the archive. */
export function parseEpoch(text: string): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const number = Number(text);
  const time = number >= MICROSECONDS_FROM ? number : number * 1_000;
  return time < LATEST_TIME ? time : undefined;
}

/** Microseconds since 1970 UTC of the first moment of `2023-05-18`; undefined for what is no day. */
export function parseDate(text: string): number | undefined {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
  if (year === '') return undefined;
  return dayOf(Number(year), Number(month), Number(day));
}

/** Microseconds since 1970 UTC of `2025-07-01 08:00:00`; undefined for what is no such time. */
export function parseDateTime(text: string): number | undefined {
  const [, date = '', hour, minute, second, fraction = ''] = DATE_TIME.exec(text) ?? [];
  const day = parseDate(date);
  if (day === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return day + seconds * SECOND + Number(fraction.padEnd(6, '0'));
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** Microseconds since 1970 UTC of the first moment of a day from 1970 to 2099; undefined when there is no such day. */
export function dayOf(year: number, month: number, day: number): number | undefined {
  if (year < 1970 || year > 2099 || month < 1 || month > 12 || day < 1) return undefined;
  // Every fourth year from 1972 to 2096 is a leap year.
  const isLeap = year % 4 === 0;
  const before = (DAYS_BEFORE_MONTH[month - 1] ?? 0) + (isLeap && month > 2 ? 1 : 0);
  const length = (DAYS_BEFORE_MONTH[month] ?? 0) - (DAYS_BEFORE_MONTH[month - 1] ?? 0);
  if (day > length + (isLeap && month === 2 ? 1 : 0)) return undefined;
  const leapDays = Math.floor((year - 1969) / 4);
  return ((year - 1970) * 365 + leapDays + before + day - 1) * DAY;
}
