import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** Written by a tool from the service's OpenAPI document. */
const GENERATED = 'packages/client/src/service.ts';
const MOST_LINES = 220;
const MOST_FILES = 12;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && file !== GENERATED);

test(`no file has more than ${MOST_LINES} lines`, () => {
  const long = files
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES);
  expect(long).toEqual([]);
});

test(`no folder has more than ${MOST_FILES} source files`, () => {
  const sources = files.filter((file) => !/\.test\.ts$|\/test\//.test(file));
  const folders = Map.groupBy(sources, (file) => dirname(file));
  const full = [...folders].filter(([, inside]) => inside.length > MOST_FILES).map(([folder]) => folder);
  expect(full).toEqual([]);
});
