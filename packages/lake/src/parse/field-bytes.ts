import { dayOf } from './time-text.ts';

export const COMMA = 44;
export const MINUS = 45;
export const POINT = 46;
export const ZERO = 48;
export const NEWLINE = 10;
export const RETURN = 13;
export const QUOTE = 34;
const SECOND = 1_000_000;

/** Powers of ten that a double holds exactly. */
export const POWERS: Float64Array = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
/** Up to here one division of a whole number by a power of ten gives the nearest double, which returns to its text. */
export const EXACT: number = 2 ** 52;

/** 1 for `true`, 0 for `false`, in any case; -1 for other bytes. */
export function flagAt(bytes: Uint8Array, at: number): 1 | 0 | -1 {
  if (isWord(bytes, at, TRUE)) return 1;
  return isWord(bytes, at, FALSE) ? 0 : -1;
}

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

function isWord(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let letter = 0; letter < word.length; letter++) {
    if (((bytes[at + letter] ?? 0) | 32) !== word[letter]) return false;
  }
  return true;
}

/** Bytes of `2025-07-01 08:00:00`. */
export const DATE_TIME_LENGTH = 19;

/** Microseconds since 1970 UTC of `2025-07-01 08:00:00`; -1 for other bytes, and where there is no such time. */
export function dateTimeAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS || bytes[at + 10] !== 32) return -1;
  if (bytes[at + 13] !== 58 || bytes[at + 16] !== 58) return -1;
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
  const day = dayOf(year, twoDigits(bytes, at + 5), twoDigits(bytes, at + 8));
  const hour = twoDigits(bytes, at + 11);
  const minute = twoDigits(bytes, at + 14);
  const second = twoDigits(bytes, at + 17);
  if (day === undefined || !(hour <= 23 && minute <= 59 && second <= 59)) return -1;
  return day + ((hour * 60 + minute) * 60 + second) * SECOND;
}

/** NaN unless both are digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Where the text that begins there ends; -1 where it has quotes. */
export function endOfText(bytes: Uint8Array, from: number): number {
  for (let at = from; ; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return -1;
    if (byte === COMMA || byte === NEWLINE || byte === RETURN || byte === undefined) return at;
  }
}

/**
 * The number in bytes that have digits, a minus and a point at most, without the zeros at the end of its decimals; NaN where even so it is
 * more than a double surely holds.
 */
export function longNumberAt(bytes: Uint8Array, start: number, end: number): number {
  const point = bytes.subarray(start, end).indexOf(POINT);
  if (point < 0) return Number.NaN;
  let last = end;
  while (bytes[last - 1] === ZERO) last--;
  let number = 0;
  for (let at = bytes[start] === MINUS ? start + 1 : start; at < last; at++) {
    if (at !== start + point) number = number * 10 + (bytes[at] ?? 0) - ZERO;
  }
  const decimals = last - (start + point) - 1;
  if (number > EXACT || decimals >= POWERS.length) return Number.NaN;
  const value = number / (POWERS[decimals] ?? 1);
  return bytes[start] === MINUS ? 0 - value : value;
}
