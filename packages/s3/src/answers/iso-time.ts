const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The form that servers must send, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7), on days that every month has. */
const PLAIN = /^\w{3}, (0[1-9]|1\d|2[0-8]) (\w{3}) (\d{4}) ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d) GMT$/;

/** An HTTP date as ISO 8601 UTC; null for what is none. */
export function isoTime(date: string | undefined): string | null {
  // Each small object has one, and `Date` takes ten times as long for it.
  const [, day, name = '', year, time] = PLAIN.exec(date ?? '') ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (month > 0) return `${year}-${String(month).padStart(2, '0')}-${day}T${time}.000Z`;
  const parsed = new Date(date ?? '');
  return Number.isNaN(parsed.getTime()) ? null : parsed.toISOString();
}
