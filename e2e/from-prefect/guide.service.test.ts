import { existsSync, statSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocksOf, steady } from './blocks.ts';
import { type Played, playScenes } from './played.ts';
import { BROKEN, pythonFiles } from './python-folder.ts';
import { OUTPUT } from './scenes.ts';

let played: Played;
beforeAll(async () => {
  played = await playScenes();
}, 300_000);
afterAll(() => played[Symbol.asyncDispose]());

const steadyBlocks = (blocks: ReadonlyMap<string, string>) =>
  Object.fromEntries([...blocks].map(([name, text]) => [name, steady(text)]).sort());

test('docs/from-prefect.md shows what its commands print; npm run docs:from-prefect writes it', async () => {
  const page = await readFile(new URL('../../docs/from-prefect.md', import.meta.url), 'utf8');
  expect(steadyBlocks(blocksOf(page))).toEqual(steadyBlocks(played.printed));
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
