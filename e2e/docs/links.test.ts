import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { brokenLinks } from './links.ts';
import { anchors, PUBLISHED } from './markdown.ts';

const root = join(import.meta.dirname, '../..');
let copy = '';

beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'tapehaul-links-'));
  await promisify(execFile)('git', ['init', '-q'], { cwd: copy });
  await mkdir(join(copy, 'docs'));
  await writeFile(join(copy, 'docs/other.md'), '# A page\n\n## What, then?\n\n```sh\n# no heading\n```\n');
});
afterEach(() => rm(copy, { recursive: true, force: true }));

test('every link of the documentation leads somewhere', () => {
  expect(brokenLinks(root)).toEqual([]);
});

test.each([
  ['[x](docs/other.md)', []],
  ['[x](docs/other.md#what-then)', []],
  ['[x](https://elsewhere.example/docs/none.md)', []],
  [`[x](${PUBLISHED}blob/main/docs/other.md#what-then)`, []],
  [`[x](${PUBLISHED}issues)`, []],
  ['`[x](none.md)`', []],
  ['```\n[x](none.md)\n```', []],
  ['[x](none.md)', ['README.md:1: none.md: none.md does not exist']],
  ['\n![x](docs/none.png)', ['README.md:2: docs/none.png: docs/none.png does not exist']],
  ['[x]: docs/none.md', ['README.md:1: docs/none.md: docs/none.md does not exist']],
  [
    '[x](docs/other.md#no-heading)',
    ['README.md:1: docs/other.md#no-heading: docs/other.md has no heading #no-heading'],
  ],
  ['[x](../outside.md)', ['README.md:1: ../outside.md: leads out of the repository']],
  [
    `[x](${PUBLISHED}blob/main/docs/none.md)`,
    [`README.md:1: ${PUBLISHED}blob/main/docs/none.md: docs/none.md does not exist`],
  ],
  ['see `docs/none.md`', ['README.md:1: docs/none.md: docs/none.md does not exist']],
  ['see `packages/<name>/src` and `docs/*.md`', []],
])('%j', async (text, broken) => {
  await writeFile(join(copy, 'README.md'), text);
  expect(brokenLinks(copy)).toEqual(broken);
});

test('a page of a package names files of that package that exist', async () => {
  await mkdir(join(copy, 'packages/one/src'), { recursive: true });
  await writeFile(join(copy, 'packages/one/src/one.ts'), '');
  await writeFile(join(copy, 'packages/one/README.md'), 'see `src/one.ts`, `src` and\n`src/two.ts`');
  expect(brokenLinks(copy)).toEqual([
    'packages/one/README.md:2: src/two.ts: packages/one/src/two.ts does not exist',
  ]);
});

test('headings have the anchors that GitHub makes', () => {
  const text = '# `plan --json`: what, then?\n## A, B\n## A, B\n### [Link](x.md) näher\n';
  expect([...anchors(text)]).toEqual(['plan---json-what-then', 'a-b', 'a-b-1', 'link-näher']);
});
