import type { Command } from 'commander';

/**
 * Adds `tapehaul complete bash|zsh|fish`, which prints a script for the shell; to be called after all commands. Where
 * the arguments begin with one of those, nothing is added: loading it would take each of them a twentieth of its start.
 */
export async function addCompletion(program: Command, [first]: readonly string[]): Promise<void> {
  if (program.commands.some((command) => command.name() === first)) return;
  const { default: tab } = await import('@bomb.sh/tab/commander');
  tab(program);
}
