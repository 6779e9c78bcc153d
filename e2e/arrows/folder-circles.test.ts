import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderCircles } from './folder-circles.ts';

const root = join(import.meta.dirname, '../..');
// In a pathspec of git, a star stands for folders, too.
const SOURCES = ['packages/*/src/*.ts', 'apps/*/src/*.ts'];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...SOURCES], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

describe('folders of a package', () => {
  test('import each other one way', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(folderCircles(files)).toEqual([]);
  });

  test('in a circle are found, also over a third folder, and where only types are imported', () => {
    const planted = [
      { file: 'packages/p/src/index.ts', text: "export * from './a/a.ts';" },
      { file: 'packages/p/src/a/a.ts', text: "import type { B } from '../b/b.ts';" },
      { file: 'packages/p/src/b/b.ts', text: "import { C } from '../c/c.ts';" },
      { file: 'packages/p/src/c/c.ts', text: "const a = await import('../a/a.ts');" },
      { file: 'packages/p/src/d/d.ts', text: "import '../a/a.ts';\nimport { x } from './e.ts';" },
      { file: 'packages/p/src/d/e.ts', text: "import { e } from 'a';" },
    ];
    expect(folderCircles(planted)).toEqual([['packages/p/src/a', 'packages/p/src/b', 'packages/p/src/c']]);
    expect(folderCircles(planted.slice(0, 3))).toEqual([]);
  });
});
