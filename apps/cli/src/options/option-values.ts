import { InvalidArgumentError } from 'commander';

/** Values of an option that may be repeated. */
export function collected(value: string, values: string[] = []): string[] {
  return [...values, value];
}

/** As {@link collected}, where one value may also be a list: `BTCUSDT,ETHUSDT`. */
export function listed(value: string, values: string[] = []): string[] {
  const entries = value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0)
    throw new InvalidArgumentError('Expected a name, or several with commas between.');
  return [...values, ...entries];
}

/** As {@link collected}, for an option that takes only these values. */
export function collectedOf(choices: readonly string[]): typeof collected {
  return (value, values) => {
    if (choices.includes(value)) return collected(value, values);
    throw new InvalidArgumentError(`Expected one of ${choices.join(', ')}.`);
  };
}

/** A directory; `-o=data` is refused, which would be one of the name `=data`. */
export function directoryName(text: string): string {
  if (!text.startsWith('=')) return text;
  throw new InvalidArgumentError(`Write -o ${text.slice(1)} or --dir=${text.slice(1)}.`);
}

/** A number of things, one at least. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number, 1 or more.');
}

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** A host and a port, such as `0.0.0.0:8080`, `[::1]:8080` or `:8080` for all addresses. */
export function hostAndPort(text: string): ListenAddress {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits !== undefined && port <= 65_535) return { host: bracketed ?? plain ?? '', port };
  throw new InvalidArgumentError('Expected HOST:PORT, such as 0.0.0.0:8080.');
}
