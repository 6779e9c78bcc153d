import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** Adds `tapehaul complete bash|zsh|fish`, which prints a script for the shell; to be called after all commands. */
export function addCompletion(program: Command): void {
  tab(program);
}
