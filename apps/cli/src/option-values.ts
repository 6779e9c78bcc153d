import { InvalidArgumentError } from 'commander';

/** Values of an option that may be repeated. */
export function collected(value: string, values: string[] = []): string[] {
  return [...values, value];
}

/** As {@link collected}, for an option that takes only these values. */
export function collectedOf(choices: readonly string[]): typeof collected {
  return (value, values) => {
    if (choices.includes(value)) return collected(value, values);
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  };
}

/** A number of things, one at least. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number, 1 or more.');
}
