/** The UTC day of a clock's time, such as `2026-11-23`; today by default. The clock gives milliseconds since 1970 UTC. */
export function utcDay(clock: () => number = Date.now): string {
  return new Date(clock()).toISOString().slice(0, 10);
}
