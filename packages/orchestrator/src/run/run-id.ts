import { randomInt } from 'node:crypto';

let latest = { time: '', suffix: 0 };

/**
 * A new run id that sorts by its start in UTC and can be read aloud: `20261123T200100Z-3f2a9c`. Ids that one process makes within
 * a second are different, and sort in the order in which it made them.
 */
export function newRunId(now: Date = new Date()): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const isSameSecond = time === latest.time;
  const suffix = isSameSecond ? latest.suffix + 1 + randomInt(256) : randomInt(2 ** 23);
  latest = { time, suffix };
  return `${time}-${suffix.toString(16).padStart(6, '0')}`;
}
