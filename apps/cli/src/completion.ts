import type { Command } from 'commander';
import type { Value } from './completion-values.ts';
import { print } from './print.ts';

/**
 * Adds `tapehaul complete bash|zsh|fish`, which prints a script for the shell, and what that script asks for: commands,
 * options and their values. To be called after all commands. Where the arguments begin with one of those, or ask for the
 * version, nothing is added: loading it would take each of them a twentieth of its start.
 */
export async function addCompletion(program: Command, args: readonly string[]): Promise<void> {
  const [first, shell] = args;
  if (first !== 'help' && program.commands.some((command) => command.name() === first)) return;
  if (first !== undefined && VERSION_FLAGS.has(first)) return;
  const { default: tab } = await import('@bomb.sh/tab/commander');
  const completions = tab(program);
  program.commands
    .find((command) => command.name() === 'complete')
    ?.description('print a completion script for a shell')
    .addHelpText(
      'after',
      '\nExamples:\n  source <(tapehaul complete bash)\n  tapehaul complete fish | source',
    );
  if (first !== 'complete') return;
  if (shell === 'bash') print(WITHOUT_BASH_COMPLETION);
  const { completionValues } = await import('./completion-values.ts');
  const values = completionValues(args);
  for (const command of completions.commands.values()) {
    for (const [name, valuesOf] of Object.entries(values.options)) {
      const option = command.options.get(name);
      // `--type` of one command is no different from that of another; a choice that is declared stays.
      if (option?.handler !== undefined && option.isBoolean !== true) {
        const declared = program.commands.find((it) => it.name() === command.value)?.options;
        if (declared?.find((it) => it.long === `--${name}`)?.argChoices !== undefined) continue;
        option.handler = (complete) => offer(complete, valuesOf());
      }
    }
    const run = command.arguments.get('run');
    if (run !== undefined) run.handler = (complete) => offer(complete, values.runs());
  }
}

const VERSION_FLAGS: ReadonlySet<string> = new Set(['-V', '--version']);

function offer(complete: (value: string, description: string) => void, values: Iterable<Value>): void {
  for (const { value, about } of values) complete(value, about);
}

/** The one function of the package bash-completion that the script needs, for shells without that package. */
const WITHOUT_BASH_COMPLETION = `if ! declare -F _get_comp_words_by_ref >/dev/null; then
    _get_comp_words_by_ref() {
        cur="\${COMP_WORDS[COMP_CWORD]}"
        prev="\${COMP_WORDS[COMP_CWORD-1]}"
        words=("\${COMP_WORDS[@]}")
        cword=$COMP_CWORD
    }
fi
`;
