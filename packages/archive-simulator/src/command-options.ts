import { statSync } from 'node:fs';
import { visible } from '@tapehaul/errors';
import { InvalidArgumentError } from 'commander';

/** A whole number from `least` to `most`. Throws commander's InvalidArgumentError for any other text. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    const limit = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number from ${least}${limit}.`);
  };
}

/** A time in ISO 8601, a day alone being its midnight in UTC. Throws commander's InvalidArgumentError. */
export function isoTime(text: string): Date {
  const time = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError('Expected a time such as 2026-10-01 or 2026-10-01T12:00:00Z.');
}

/** The path of a folder that exists. Throws commander's InvalidArgumentError. */
export function existingFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  throw new InvalidArgumentError('There is no such folder.');
}

/** What commander says of the arguments of the command of that name, in the words of tapehaul's other commands. */
export function usageText(name: string, text: string): string {
  return text
    .replace(
      /^error: option '[^']*?(--[\w-]+)[^']*' argument '([^']*)' is invalid\. /,
      (_, flag: string, value: string) => `error: ${flag} is "${visible(value)}". `,
    )
    .replace(/^error: option '[^']*?(--[\w-]+)[^']*' argument missing/, 'error: $1 needs a value')
    .replace(/^error: too many arguments.*/, 'error: the simulator takes only options')
    .replace(/^error: /, `${programOf(name)}: `);
}

/** The program of a command, such as `tapehaul` of `tapehaul simulate`: errors begin with it. */
export function programOf(name: string): string {
  return name.split(' ')[0] ?? name;
}
