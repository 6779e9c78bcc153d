import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

test('without Apache Arrow the error says how it is installed, in the version that this package needs', async () => {
  const manifest = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'));
  const version = manifest.optionalDependencies['apache-arrow'];
  const child = join(import.meta.dirname, 'without-arrow-child.ts');
  const { stdout } = await execa(process.execPath, ['--conditions=@tapehaul/source', child]);
  expect(JSON.parse(stdout)).toMatchObject({
    code: 'table_writer_missing',
    message: "Apache Arrow is not installed: Cannot find package 'apache-arrow'",
    hint: `Install it where tapehaul is installed: npm install apache-arrow@${version}`,
    facts: { package: 'apache-arrow', version },
  });
});
