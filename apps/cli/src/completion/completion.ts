import type { Command } from 'commander';
import { BASH_COMPLETION } from './bash-completion.ts';
import type { Value } from './completion-values.ts';
import { OfferedValues } from './offered-values.ts';

/** Shells that a completion script exists for. */
const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** What a shell is to do with the words that it gets: never add files of its own; put no space behind a word. */
const NO_FILES = 4;
const NO_SPACE = 2;

const VERSION_FLAGS: ReadonlySet<string> = new Set(['-V', '--version']);

/**
 * Adds `tapehaul complete bash|zsh|fish|powershell`, which prints a script for the shell, and what that script requests:
 * commands, options, their values and paths. To be called after all commands. Where the arguments begin with one of
 * those, or request the version, nothing is added: loading it would take each of them a twentieth of its start.
 */
export async function addCompletion(program: Command, args: readonly string[]): Promise<void> {
  const [first, ...words] = args;
  if (first !== 'help' && program.commands.some((command) => command.name() === first)) return;
  if (first !== undefined && VERSION_FLAGS.has(first)) return;
  const { default: tab } = await import('@bomb.sh/tab/commander');
  const completions = tab(program);
  const complete = program.commands.find((command) => command.name() === 'complete');
  complete
    ?.description('print a completion script for a shell')
    .addHelpText(
      'after',
      '\nExamples:\n  source <(tapehaul complete bash)\n  tapehaul complete fish | source',
    );
  if (first !== 'complete' || complete === undefined) return;
  if (words[0] === '--') await addValues(program, completions, args);
  else printScript(complete, completions);
}

type Completions = ReturnType<typeof import('@bomb.sh/tab/commander').default>;

/** Lets options and arguments offer their values. */
async function addValues(program: Command, completions: Completions, args: readonly string[]): Promise<void> {
  const { completionValues } = await import('./completion-values.ts');
  const values = completionValues(args);
  const offered = new OfferedValues();
  const ofArguments = new Map<string, () => Value[] | Promise<Value[]>>([
    ...Object.entries(values.arguments),
    ['shell', () => SHELLS.map(plainly)],
    ['command', () => program.commands.map((it) => plainly(it.name()))],
  ]);
  for (const command of completions.commands.values()) {
    for (const [name, valuesOf] of Object.entries(values.options)) {
      const option = command.options.get(name);
      // `--type` of one command is no different from that of another; a choice that is declared stays.
      if (option?.handler !== undefined && option.isBoolean !== true) {
        const declared = program.commands.find((it) => it.name() === command.value)?.options;
        if (declared?.find((it) => it.long === `--${name}`)?.argChoices !== undefined) continue;
        option.handler = (add) => offered.offer(valuesOf, add);
      }
    }
    for (const [name, argument] of command.arguments) {
      const valuesOf = ofArguments.get(name);
      if (valuesOf !== undefined) {
        argument.handler = (add) => offered.offer(valuesOf, add);
      }
    }
  }
  // The library reads `planning=li` behind --set as an option of that name, and never leaves out the space.
  const printAll = async (word: string): Promise<void> => {
    if (await offered.read()) return completions.parse([...args.slice(args.indexOf('--') + 1)]);
    printFound(word, args.at(-2) === '--set' ? values.options.set() : completions.completions);
  };
  Object.defineProperty(completions, 'complete', { value: printAll });
}

/** Lets the command print the script of the shell that its argument names. */
function printScript(complete: Command, completions: Completions): void {
  complete.showHelpAfterError('(see tapehaul complete --help)').action((shell?: string) => {
    if (shell === 'bash') return void process.stdout.write(BASH_COMPLETION);
    if (SHELLS.some((it) => it === shell)) return completions.setup('tapehaul', 'tapehaul', shell ?? '');
    const wrong = shell === undefined ? 'missing' : `"${shell}"`;
    complete.error(`error: <shell> is ${wrong}. Expected one of ${SHELLS.join(', ')}.`, { exitCode: 2 });
  });
}

function plainly(value: string): Value {
  return { value, about: '' };
}

/** Prints what begins as the word does, a line each, and then what the shell is to do with it. */
function printFound(word: string, found: readonly { value: string; description?: string }[]): void {
  const typed = /^--[\w-]+=(.*)$/s.exec(word)?.[1] ?? word;
  const fits = new Map(
    found.filter(({ value }) => value.startsWith(typed)).map((it) => [it.value, it.description ?? '']),
  );
  for (const [value, description] of fits) process.stdout.write(`${value}\t${description}\n`);
  const isOpen = fits.size > 0 && [...fits.keys()].every((value) => /[/=,]$/.test(value));
  process.stdout.write(`:${isOpen ? NO_FILES + NO_SPACE : NO_FILES}\n`);
}
