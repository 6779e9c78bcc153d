const LOCALE = 'en-GB';
const SECOND = 1_000;
const STEPS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** A duration in its two largest units: `2 h 5 min`, `41 s`, `0.3 s`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / SECOND;
  if (seconds < 10) return `${(Math.round(seconds * 10) / 10).toLocaleString('en')} s`;
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of STEPS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0 || parts.length > 0) parts.push(count > 0 ? `${count} ${unit}` : '');
    if (parts.length === 2) break;
  }
  return parts.filter((part) => part !== '').join(' ');
}

/** Two durations in seconds as a range: `9–14 min`; one when they read the same. */
export function rangeText(low: number, high: number): string {
  const [from, to] = [durationText(low * SECOND), durationText(high * SECOND)];
  return from === to ? from : `${from} – ${to}`;
}

/** A time as ISO 8601 to seconds, in UTC: `2025-07-15 08:33:07 UTC`. */
export function utcText(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

/** A time in the zone of the reader: with its date where that is not today's. */
export function localText(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const isToday = at.toDateString() === now.toDateString();
  return at.toLocaleString(LOCALE, {
    ...(isToday ? {} : { dateStyle: 'medium' }),
    timeStyle: 'medium',
  });
}

/** The milliseconds between two times; up to `now`, in milliseconds since 1970, without the second. */
export function between(from: string, to: string | null, now: number): number {
  return (to === null ? now : Date.parse(to)) - Date.parse(from);
}

/** A time of an axis, in seconds since 1970, as exact as the step between its ticks: `16 Jul`, `08:20`, `08:20:05`. */
export function tickText(at: number, step: number, utc: boolean): string {
  const zone = utc ? { timeZone: 'UTC' } : {};
  const format: Intl.DateTimeFormatOptions =
    step >= 86_400
      ? { day: 'numeric', month: 'short' }
      : { hour: '2-digit', minute: '2-digit', ...(step < 60 ? { second: '2-digit' } : {}) };
  return new Date(at * SECOND).toLocaleString(LOCALE, { ...format, ...zone });
}
