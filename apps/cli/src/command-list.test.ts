import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';

/** A command, and which one the help lists before it. */
interface Listed {
  readonly name: string;
  readonly file: string;
  /** The function that adds it. */
  readonly add: string;
  /** Undefined for the first. */
  readonly after: string | undefined;
}

const PLACE =
  /^\/\*\* `tapehaul (\S+)`; (?:first in the help|in the help after `(\S+)`)\. \*\/\nexport function (add\w+)\(/m;

const commands = globSync('commands/**/*.ts', { cwd: import.meta.dirname, exclude: ['**/*.test.ts'] })
  .map((file) => file.replaceAll('\\', '/'))
  .sort()
  .map((file): Listed => {
    const [, name, after, add] = PLACE.exec(readFileSync(join(import.meta.dirname, file), 'utf8')) ?? [];
    if (name !== basename(file, '.ts') || add === undefined) {
      throw new Error(
        `${file}: the function that adds the command needs /** \`tapehaul ${basename(file, '.ts')}\`; in the help after \`…\`. */`,
      );
    }
    return { name, file, add, after };
  });

/** The commands in the order of the help: each follows the one that it names; of two after the same, by name. */
function ordered(after: string | undefined): Listed[] {
  const next = commands.filter((command) => command.after === after);
  return next.flatMap((command) => [command, ...ordered(command.name)]);
}

test('the list of commands is that of the files', async () => {
  const list = ordered(undefined);
  expect(list.map(({ name }) => name).sort()).toEqual(commands.map(({ name }) => name).sort());
  const imports = commands.map(({ add, file }) => `import { ${add} } from './${file}';\n`).join('');
  const adds = list.map(({ add }) => `  ${add},\n`).join('');
  const text =
    '// Made from the files of commands/ by command-list.test.ts, with -u.\n' +
    `${imports}\n/** The commands, in the order in which the help lists them. */\nexport const COMMANDS = [\n${adds}] as const;\n`;
  await expect(text).toMatchFileSnapshot('command-list.ts');
});

test.each(commands)('$file adds the command $name, and no other', async ({ name, file, add }) => {
  const module: Readonly<Record<string, unknown>> = await import(join(import.meta.dirname, file));
  const program = new Command();
  expect(module[add]).toBeTypeOf('function');
  Object(module)[add](program);
  expect(program.commands.map((command) => command.name())).toEqual([name]);
});
