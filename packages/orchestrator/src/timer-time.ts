/** Longest time that a timer of Node waits, some 25 days; one that is asked for more ends at once. */
const LONGEST = 2 ** 31 - 1;

/** A time in milliseconds as a timer can wait it. */
export function timerTime(milliseconds: number): number {
  return Math.min(milliseconds, LONGEST);
}
