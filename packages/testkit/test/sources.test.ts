import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { browserPath } from '../src/index.ts';

const ROOT = join(import.meta.dirname, '../../..');
const REPLACES_A_MODULE = /\bvi\s*\.(?:mock|doMock)\(/;

test('Node itself loads the sources that a test imports, and Vite the test', () => {
  const ofTest = (): string => join(ROOT, 'packages');
  expect(String(ofTest)).toContain('__vite_ssr_import');
  expect(String(browserPath)).not.toContain('__vite_ssr_import');
});

test('no test replaces a module, which would have no effect on sources', () => {
  const files = globSync('{packages,apps,e2e}/**/*.ts', { cwd: ROOT, exclude: ['**/node_modules/**'] });
  expect(files.filter((file) => REPLACES_A_MODULE.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});
