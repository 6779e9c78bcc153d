/** Differences up to this are those of the header, which has no milliseconds, and of the way here. In milliseconds. */
const UNCERTAIN = 3_000;

let ahead = 0;

/** Notes the time of an answer, by its header `Date`; an answer without one says nothing. */
export function noteServiceTime(headers: Headers, now: number = Date.now()): void {
  const at = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(at)) return;
  const difference = at - now;
  ahead = Math.abs(difference) <= UNCERTAIN ? 0 : difference;
}

/**
 * The time of the service in milliseconds since 1970, as exact as some seconds: what is in progress there is counted up to then, since
 * the clock of a browser may be wrong.
 */
export function serviceNow(now: number = Date.now()): number {
  return now + ahead;
}
