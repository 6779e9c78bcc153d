/** The longest wait for a server, in milliseconds, whatever it requests. */
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * A Retry-After header, in seconds or as an HTTP date, in milliseconds from `now`, ten minutes at most; undefined for
 * another.
 */
export function retryAfterMs(header: string | undefined, now: number = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const requested = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(requested) ? undefined : Math.min(Math.max(0, requested), LONGEST_WAIT_MS);
}
