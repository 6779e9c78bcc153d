import type { Command } from 'commander';
import { habitOfCommand, habitOfOption } from './habits.ts';

/** What commander says of the arguments of a command, in our words: what is wrong, and what to type in its place. */
export function usageText(text: string, command: Command): string {
  const [, kind, name = ''] = /^error: unknown (command|option) '([^']*)'/.exec(text) ?? [];
  const advice = kind === 'command' ? adviceOnCommand(name, command) : adviceOnOption(name, command);
  const known = advice === undefined ? text : `error: unknown ${kind} '${name}'\n${advice}\n`;
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
      (_, ...texts: string[]) => tooMany(command, texts),
    )
    .replace(
      /^error: option '([^']*)' cannot be used with option '([^']*)'/,
      (_, one: string, other: string) => `error: ${longOf(one)} and ${longOf(other)} cannot be combined`,
    )
    .replace('. Allowed choices are ', '. Expected one of ')
    .replace(/^error: /, 'tapehaul: ');
}

function adviceOnCommand(name: string, { commands }: Command): string | undefined {
  const habit = habitOfCommand(name);
  if (habit !== undefined) return `Use ${habit}.`;
  const meant = commands.find((it) => it.name() === name.toLowerCase());
  return meant === undefined ? undefined : `(Did you mean ${meant.name()}?)`;
}

/** What to type in place of an option that the command lacks; never one that it lacks as well. */
function adviceOnOption(name: string, command: Command): string | undefined {
  const path = command.parent === null ? command.name() : `${command.parent.name()} ${command.name()}`;
  if (command.parent === null) {
    if (name === '-v') return 'Use --version.';
    const isOfOther = command.commands.some((it) => hasOption(it, name));
    return isOfOther ? `Options follow the name of a command, e.g. ${path} collect ${name}.` : undefined;
  }
  const directory = command.registeredArguments.find((it) => ['directory', 'folder'].includes(it.name()));
  if (directory !== undefined && DIRECTORY_FLAGS.has(name) && !hasOption(command, '--dir'))
    return `The ${directory.name()} needs no flag: ${path} ${directory.name().toUpperCase()}`;
  const habit = habitOfOption(name);
  const flag = /^--[\w-]+/.exec(habit ?? '')?.[0];
  return habit === undefined || (flag !== undefined && !hasOption(command, flag))
    ? undefined
    : `Use ${habit}.`;
}

const DIRECTORY_FLAGS: ReadonlySet<string> = new Set([
  '--dir',
  '-o',
  '--output',
  '--directory',
  '--output-dir',
]);

function hasOption({ options }: Command, flag: string): boolean {
  return options.some(({ long, short }) => long === flag || short === flag);
}

/** The long name of an option as it is declared, such as `-o, --dir <directory>`. */
function longOf(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

function tooMany(command: Command, [name, expected, got, rest = '']: readonly string[]): string {
  const words = rest.replace(/\.$/, '');
  const most = expected === '0' ? 'no argument' : expected === '1' ? 'one argument' : `${expected} arguments`;
  const said = `error: ${name} takes ${most}, got ${got}${words === '' ? '' : `: ${words}`}`;
  // Other commands take the directory as their argument.
  const isDirectory =
    expected === '0' && got === '1' && hasOption(command, '--dir') && /^[\w@%+=:./~-]+$/.test(words);
  return isDirectory
    ? `${said}\nName the output directory with --dir: tapehaul ${name} --dir ${words}`
    : `${said}\nQuote a value that has spaces or *, and name flags with --.`;
}
