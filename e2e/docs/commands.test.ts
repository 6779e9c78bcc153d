import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { scripts, scriptUses, type Use, uses } from './commands.ts';

const root = join(import.meta.dirname, '../..');
const command = join(root, 'apps/cli/bin/tapehaul.js');
const NAME = /^[a-z]+$/;

/** The help of a command or subcommand; undefined when there is none of that name. */
async function help(words: readonly string[]): Promise<string | undefined> {
  const { exitCode, stdout } = await execa(process.execPath, [command, ...words, '--help'], {
    reject: false,
  });
  return exitCode === 0 && stdout.startsWith(`Usage: tapehaul ${words.join(' ')}`) ? stdout : undefined;
}

/** Commands that have commands of their own. */
const GROUPS: ReadonlySet<string | undefined> = new Set(['config', 'tables']);

/** The words of a use that name the command: the first, and of a group the second too. */
function nameOf({ words }: Use): string[] {
  return GROUPS.has(words[0]) ? words.slice(0, 2) : words.slice(0, 1);
}

/** The options of a use, as typed: `--symbol`, `-q`. */
function flagsOf({ words }: Use): string[] {
  return words.flatMap((word) => /^--?[a-z][\w-]*/.exec(word)?.[0] ?? []);
}

test('the commands and options that the documentation shows exist', async () => {
  const named = uses(root).filter(({ words }) => NAME.test(words[0] ?? ''));
  const names = [...new Set(named.map((use) => nameOf(use).join(' ')))];
  expect(names.length).toBeGreaterThan(15);
  const helps = new Map<string, string | undefined>();
  for (const name of names) helps.set(name, await help(name.split(' ')));
  const wrong = named.flatMap((use) => {
    const name = nameOf(use).join(' ');
    const text = helps.get(name);
    if (text === undefined) return [`${use.place}: no command ${name}`];
    const unknown = flagsOf(use).filter((flag) => !new RegExp(`(^|[\\s,])${flag}(?![\\w-])`, 'm').test(text));
    return unknown.map((flag) => `${use.place}: ${name} has no option ${flag}`);
  });
  expect(wrong).toEqual([]);
});

test('the scripts that the documentation starts exist', () => {
  const known = scripts(root);
  const used = scriptUses(root);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter(({ script }) => !known.has(script))).toEqual([]);
});
