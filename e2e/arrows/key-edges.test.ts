import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KEY_EDGES, keyReads } from './key-edges.ts';

const root = join(import.meta.dirname, '../..');
// In a pathspec of git, a star stands for folders, too.
const SOURCES = ['packages/*/src/*.ts', 'apps/*/src/*.ts'];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...SOURCES], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !/\.test\.ts$|\/contract\/|^packages\/testkit\//.test(file));

describe('keys and paths', () => {
  const reads = files.flatMap((file) => keyReads(file, readFileSync(join(root, file), 'utf8')));

  test('are read at the edges alone', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(reads.filter(({ file }) => !(file in KEY_EDGES))).toEqual([]);
  });

  test('have no edge that is no longer used', () => {
    const used = new Set(reads.map(({ file }) => file));
    expect(Object.keys(KEY_EDGES).filter((file) => !used.has(file))).toEqual([]);
  });

  test.each(['const object = parseKey(taskId);', 'return keys.map((key) => objectAt(key));'])(
    'are found where a step reads them: %s',
    (line) => {
      const file = 'packages/workflow/src/collect/planted.ts';
      expect(keyReads(file, `import x from 'x';\n${line}\n`)).toEqual([{ file, line: 2 }]);
    },
  );
});
