import { statSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** A whole number from `least` to `most`. Throws commander's InvalidArgumentError for any other text. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    const limit = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
    throw new InvalidArgumentError(`It must be a whole number from ${least}${limit}.`);
  };
}

/** A time in ISO 8601, a day alone being its midnight in UTC. Throws commander's InvalidArgumentError. */
export function isoTime(text: string): Date {
  const time = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError('It must be a time such as 2026-10-01 or 2026-10-01T12:00:00Z.');
}

/** The path of a folder that exists. Throws commander's InvalidArgumentError. */
export function existingFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  throw new InvalidArgumentError('There is no such folder.');
}
