import { existsSync, statSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocksOf, steady, withBlocks } from './blocks.ts';
import { type Played, playScenes } from './played.ts';
import { BROKEN, pythonFiles } from './python-folder.ts';
import { OUTPUT } from './scenes.ts';

let played: Played;
beforeAll(async () => {
  played = await playScenes();
}, 120_000);
afterAll(() => played[Symbol.asyncDispose]());

const steadyBlocks = (blocks: ReadonlyMap<string, string>) =>
  Object.fromEntries([...blocks].map(([name, text]) => [name, steady(text)]).sort());

test('docs/from-prefect.md shows what its commands print; npm run docs:from-prefect writes it', async () => {
  const page = await readFile(new URL('../../docs/from-prefect.md', import.meta.url), 'utf8');
  expect(steadyBlocks(blocksOf(page))).toEqual(steadyBlocks(played.printed));
});

test('the guide has a word on each key of the configuration', async () => {
  const page = await readFile(new URL('../../docs/from-prefect.md', import.meta.url), 'utf8');
  const config = new URL('../../examples/from-prefect/archive-config.json', import.meta.url);
  const keys = Object.keys(JSON.parse(await readFile(config, 'utf8')) as object);
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => !new RegExp(`^\\|[^|]*\`${key}\\b`, 'm').test(page))).toEqual([]);
});

/** Whether the Python workflow takes a file for complete: it exists, and is not empty. */
const skips = (path: string): boolean => {
  const file = join(played.folder, OUTPUT, path);
  return existsSync(file) && statSync(file).size > 0;
};

test('the Python workflow finds its files of spot in place, the broken one whole', () => {
  const spot = pythonFiles().filter(({ path }) => path.includes('/spot/'));
  expect(spot.length).toBeGreaterThan(40);
  expect(spot.filter(({ path }) => !skips(path))).toEqual([]);
  const broken = spot.filter(({ path }) => path.endsWith(BROKEN));
  expect(broken.map(({ path }) => existsSync(join(played.folder, OUTPUT, `${path}.CHECKSUM`)))).toEqual([
    true,
  ]);
});

test('with a link it finds each day of futures, too', async () => {
  await symlink('futures_um', join(played.folder, OUTPUT, 'bronze/binance/um_futures-by-link'));
  const days = pythonFiles().filter(
    ({ key, path }) => path.includes('/um_futures/') && key.includes('/daily/'),
  );
  const byLink = days.map(({ path }) => path.replace('/um_futures/', '/um_futures-by-link/'));
  expect(byLink.length).toBe(45);
  expect(byLink.filter((path) => !skips(path))).toEqual([]);
});

test('a block is replaced by what was printed, and no other text is', () => {
  const page = 'a\n<!-- printed: one -->\n```\n```\n<!-- end -->\nb\n';
  const written = withBlocks(page, new Map([['one', '$ x\ny']]));
  expect(written).toBe('a\n<!-- printed: one -->\n```\n$ x\ny\n```\n<!-- end -->\nb\n');
  expect(blocksOf(written)).toEqual(new Map([['one', '$ x\ny']]));
  expect(() => withBlocks(page, new Map())).toThrow('no scene is called one');
});

test('times, ids and speeds do not count', () => {
  const text = (time: string, id: string) =>
    `Completed in ${time} (run 20261128T003511Z-${id})\n2026-11-28 00:35:13,183 - x, 51.5 kB moved, 2 files`;
  expect(steady(text('1.0 s', '731358'))).toBe(steady(text('12 s', '0a1b2c')));
  expect(steady('2 files')).not.toBe(steady('3 files'));
});
