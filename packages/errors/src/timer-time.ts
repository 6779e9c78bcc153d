/** The longest wait of a timer, in milliseconds, some 25 days; Node.js fires one that is to wait longer at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** A time in milliseconds as a timer can wait it. */
export function timerTime(milliseconds: number): number {
  return Math.min(milliseconds, LONGEST_TIMER);
}
