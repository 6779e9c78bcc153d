import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordFaults } from './record-seam.ts';

const root = join(import.meta.dirname, '../..');
// In a pathspec of git, a star stands for folders, too.
const SOURCES = ['packages/*/src/*.ts', 'apps/*/src/*.ts'];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...SOURCES], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|^packages\/testkit\//.test(file));

/** Lines to plant, and what the file that has one knows. */
const PLANTED = [
  ['packages/workflow/src/record.ts', "const path = join(root, 'catalog.sqlite');", 'file-of-the-record'],
  ['packages/workflow/src/directory.ts', 'const RECORD = `$' + '{STATE}/catalog.db`;', 'file-of-the-record'],
  [
    'packages/workflow/src/upkeep/repair/repair-folder.ts',
    "for (const part of ['', '-wal', '-shm']) {",
    'file-of-the-record',
  ],
  ['packages/runs/src/local.ts', 'const log = `$' + '{path}-wal`;', 'file-of-the-record'],
  [
    'packages/orchestrator/src/flow.ts',
    'try { process.kill(pid, 0); return true; } catch {}',
    'process-of-an-owner',
  ],
  [
    'apps/server/src/runs/work-left.ts',
    'throw new Error(`process $' + '{owner.pid} works on it`);',
    'process-of-an-owner',
  ],
  [
    'apps/cli/src/show/runs.ts',
    "import { isAlive, ownerOf } from '@tapehaul/workflow';",
    'process-of-an-owner',
  ],
  ['packages/catalog/src/records/records.ts', '  readonly bootId: string | null;', 'process-of-an-owner'],
  [
    'packages/workflow/src/upkeep/repair/record-holders.ts',
    'const files = await readdir(`/proc/$' + '{id}/fd`);',
    'process-of-an-owner',
  ],
] as const;

describe('the lint rule for the seam of the record', () => {
  test('finds nothing in the project', () => {
    expect(files.length).toBeGreaterThan(500);
    const faults = files.flatMap((file) => recordFaults(file, readFileSync(join(root, file), 'utf8')));
    expect(faults).toEqual([]);
  });

  test.each(PLANTED)('finds what is planted in %s: %s', (file, line, rule) => {
    const source = `export const before = 1;\n${line}\nexport const after = 2;\n`;
    expect(recordFaults(file, source)).toEqual([{ file, line: 2, rule }]);
  });

  test('leaves the packages alone that keep records in files', () => {
    for (const [, line] of PLANTED) {
      expect(recordFaults('packages/catalog-sqlite/src/planted.ts', line)).toEqual([]);
    }
  });
});
