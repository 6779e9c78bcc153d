import { habitOfCommand, habitOfOption } from './habits.ts';

/** What commander says of a command line, in our words: what is wrong, and what to type in its place. */
export function usageText(text: string): string {
  const [, kind, name = ''] = /^error: unknown (command|option) '([^']*)'/.exec(text) ?? [];
  const habit = kind === 'command' ? habitOfCommand(name) : habitOfOption(name);
  const known = habit === undefined ? text : `error: unknown ${kind} '${name}'\nUse ${habit}.\n`;
  return known
    .replace(
      /^error: option '([^']*)' argument missing/,
      (_, flags: string) => `error: ${longOf(flags)} needs a value`,
    )
    .replace(
      /^error: option '([^']*)' argument '([^']*)' is invalid\. /,
      (_, flags: string, value: string) => `error: ${longOf(flags)} is "${value}". `,
    )
    .replace(
      /^error: command-argument value '([^']*)' is invalid for argument '([^']*)'\. /,
      'error: <$2> is "$1". ',
    )
    .replace(/^error: missing required argument '([^']*)'/, 'error: <$1> is missing')
    .replace(
      /^error: too many arguments for '([^']*)'\. Expected (\d+) arguments? but got (\d+):? ?(.*)/,
      tooMany,
    )
    .replace('. Allowed choices are ', '. Expected one of ')
    .replace(/^error: /, 'tapehaul: ');
}

/** The long name of an option as it is declared, as `-o, --dir <directory>`. */
function longOf(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

function tooMany(_: string, command: string, expected: string, got: string, rest: string): string {
  const words = rest.replace(/\.$/, '');
  const most = expected === '0' ? 'no argument' : expected === '1' ? 'one argument' : `${expected} arguments`;
  return `error: ${command} takes ${most}, got ${got}${words === '' ? '' : `: ${words}`}\nQuote a value that has spaces or *, and name flags with --.`;
}
