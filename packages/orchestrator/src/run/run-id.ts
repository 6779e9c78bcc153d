import { randomBytes } from 'node:crypto';

/** A new run id that sorts by its start in UTC and can be read aloud: `20261123T200100Z-3f2a9c`. */
export function newRunId(now: Date = new Date()): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
