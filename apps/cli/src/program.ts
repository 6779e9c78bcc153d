import { nearest } from '@tapehaul/errors';
import type { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { COMMANDS } from './command-list.ts';
import { usageText } from './options/usage-errors.ts';
import { addTraceOption, TracedCommand } from './process/trace-option.ts';
import { print } from './show/print.ts';

/** The command with everything below it, but completion. Nothing runs before it is parsed, and it never ends the process. */
export function createProgram(): Command {
  const program = new TracedCommand('tapehaul')
    .description('Plans, collects and proves the Binance market-data archive.')
    .version(packageJson.version, '-V, --version')
    .exitOverride();
  for (const add of COMMANDS) add(program);
  program
    .command('version')
    .description('print the version; the same as --version')
    .action(() => print(packageJson.version));
  addHelp(program);
  addTraceOption(program);
  nameInErrors(program, []);
  return program;
}

/** `help` for a command, which suggests the nearest one for a name that is none; commander shows its own help then. */
function addHelp(program: Command): void {
  program.helpCommand(false);
  program
    .command('help')
    .description('show the help of a command')
    .argument('[command...]')
    .action((path: readonly string[]) => {
      let command: Command = program;
      for (const name of path) {
        const found = command.commands.find((child) => child.name() === name);
        if (found === undefined) return refuseHelp(command, name);
        command = found;
      }
      command.help();
    });
}

function refuseHelp(command: Command, name: string): never {
  const likely = nearest(
    name,
    command.commands.map((child) => child.name()),
  );
  const meant = likely === undefined ? '' : `\n(Did you mean ${likely}?)`;
  return command.error(`error: unknown command '${name}'${meant}`, {
    code: 'commander.unknownCommand',
    exitCode: 2,
  });
}

/** Lets each command word what it refuses, and name its own help. */
function nameInErrors(command: Command, parents: readonly string[]): void {
  const names = [...parents, command.name()];
  command.configureOutput({ outputError: (text, write) => write(usageText(text, command)) });
  command.showHelpAfterError(`(see ${names.join(' ')} --help)`);
  for (const child of command.commands) nameInErrors(child, names);
}
