import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redacted } from '@tapehaul/errors';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** Texts between quotes or backticks on one line, with a space: what may be a sentence for people. */
const TEXTS = /'((?:[^'\\\n]|\\.)* (?:[^'\\\n]|\\.)*)'|`((?:[^`\\\n]|\\.)* (?:[^`\\\n]|\\.)*)`/g;
/** Names of keys that hold secrets, and what a problem says behind one: both are joined by a colon. */
const KEYS = ['storage.password', 's3_config.secret_access_key', 'api_key', 'TAPEHAUL_TOKENS'];

/** The texts of a source file, each expression in them replaced by a word. */
function textsOf(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const found = [...code.matchAll(TEXTS)].map(([, quoted, template]) =>
    (quoted ?? template ?? '').replaceAll(/\$\{[^{}]*\}/g, 'word').replaceAll(/\\(.)/g, '$1'),
  );
  // What stands between two texts is code.
  return found.filter((text) => !/[=!]==|&&|\|\|/.test(text));
}

test('the redactor changes none of our own sentences', async () => {
  const changed: string[] = [];
  let texts = 0;
  for await (const file of glob('{packages,apps}/*/src/**/*.ts', { cwd: root })) {
    if (file.endsWith('.test.ts') || file.endsWith('redact.ts')) continue;
    for (const text of textsOf(await readFile(join(root, file), 'utf8'))) {
      texts += 1;
      if (redacted(text) !== text) changed.push(`${file}: ${text} → ${redacted(text)}`);
    }
  }
  expect(texts).toBeGreaterThan(1_000);
  expect(changed).toEqual([]);
});

test('nor what the checks of a configuration say behind the name of a key with a secret', async () => {
  const { checkConfig, problemText } = await import('@tapehaul/config');
  for (const key of KEYS) {
    const nested = key
      .split('.')
      .reduceRight<unknown>((value, part) => ({ [part]: value }), 'hunter2hunter2');
    const { problems, warnings } = checkConfig({ ...(nested as object), markets: ['spot'] });
    const named = [...problems, ...warnings].filter(({ path }) => path.includes(key.split('.').at(-1) ?? ''));
    expect(named.length).toBeGreaterThan(0);
    for (const problem of named) {
      expect(redacted(problemText(problem))).toBe(problemText(problem));
      expect(problemText(problem)).not.toContain('hunter2');
    }
  }
});
