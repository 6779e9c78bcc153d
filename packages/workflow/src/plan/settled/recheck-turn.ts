import { dayNumber } from '@tapehaul/archive';

/**
 * Whether it is the turn of a series to be compared with the archive and the disk in whole. Every series has a turn once in that
 * many days, spread over these by its name; a turn that was missed is due until it is taken. 0 days: always;
 * so it is where the clock was ahead at the last check.
 */
export function isDue(series: string, checkedOn: string, today: string, listingDays: number): boolean {
  if (listingDays === 0 || checkedOn > today) return true;
  const offset = spread(series) % listingDays;
  const turn = (day: string): number => Math.floor((dayNumber(day) - offset) / listingDays);
  return turn(today) > turn(checkedOn);
}

/** A number that is the same for a name at all times, and spread evenly over names (FNV-1a, 32 bits). */
function spread(name: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < name.length; place += 1) {
    hash ^= name.charCodeAt(place);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash;
}
