import { globSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const commands = globSync('{apps,packages}/*/bin/*.js', { cwd: root });

/** Makes Node look like one of years ago: by its version, and by what its module of modules exports. */
const OLD_NODE = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.0.0' } });
  registerHooks({
    resolve: (name, context, next) =>
      name === 'node:module'
        ? { url: 'data:text/javascript,export const createRequire=0;export default {}', shortCircuit: true }
        : next(name, context),
  });
`)}`;

test('there are commands', () => expect(commands.length).toBeGreaterThanOrEqual(2));

test.each(commands)('%s says which Node it needs under an old one', async (command) => {
  const { exitCode, stderr } = await execa(process.execPath, ['--import', OLD_NODE, join(root, command)], {
    reject: false,
  });
  expect(stderr).toContain('needs Node 24 or newer, this is 18.0.0');
  expect(exitCode).toBe(2);
});
