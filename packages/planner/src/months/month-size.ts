/**
 * The least that a whole monthly zip holds of what its days hold, by the mean size of a daily zip. `npm run bench:months`
 * measures whole months of all kinds of files: 0.97 and more from 2,000 bytes a day, 0.76 and more from 500. Smaller days
 * are mostly header and frame, and say nothing (0.11 was measured).
 */
const LEAST_SHARES = [
  { fromDayBytes: 2_000, share: 0.75 },
  { fromDayBytes: 500, share: 0.45 },
] as const;

/** What a zip of one file takes beside its deflated bytes: headers, and its name twice. A little more for some writers. */
const FRAME_BYTES = 150;

/** A candle month this many times smaller than those before and after it is short: each has a fixed number of rows. */
const FAR_SMALLER = 20;

/**
 * Whether a monthly zip is too small to hold its days, by the sizes of the daily zips that are listed of it, all in bytes. Days
 * that are too small to be compared say no.
 */
export function isSmallerThanDays(monthBytes: number, dayBytes: readonly number[]): boolean {
  const total = dayBytes.reduce((sum, bytes) => sum + bytes, 0);
  const mean = total / dayBytes.length;
  const least = LEAST_SHARES.find(({ fromDayBytes }) => mean >= fromDayBytes);
  if (least === undefined) return false;
  const content = total - FRAME_BYTES * dayBytes.length;
  return monthBytes - FRAME_BYTES < least.share * content;
}

/**
 * Whether a monthly zip is larger than the daily zips that are listed of it by more than half a day, by their sizes in bytes: it
 * holds more than they do.
 */
export function holdsMoreThanDays(monthBytes: number, dayBytes: readonly number[]): boolean {
  const content = dayBytes.reduce((sum, bytes) => sum + bytes - FRAME_BYTES, 0);
  return monthBytes - FRAME_BYTES > content + content / (2 * dayBytes.length);
}

/** Whether a monthly zip of candles is far smaller than both of its neighbours, in bytes: a weak sign, for months without days. */
export function isFarSmaller(monthBytes: number, before: number, after: number): boolean {
  return monthBytes * FAR_SMALLER < Math.min(before, after);
}
