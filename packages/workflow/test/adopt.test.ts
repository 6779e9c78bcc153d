import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adoptFolder } from '../src/index.ts';
import { collect, config, directory, key, output, zipsBelow } from './archive.ts';
import { build, tablesBelow } from './table-builds.ts';

test('adopting with move keeps the only copy where the folder is the output directory by another name', async () => {
  await collect({ layout: 'archive' });
  const link = join(directory, 'link');
  await symlink(output, link);
  for (const [folder, root] of [
    [link, output],
    [output, link],
  ] as const) {
    const place = config({ layout: 'archive', output_directory: root });
    const files = await Array.fromAsync(adoptFolder(folder, place, { move: true }));
    expect(files.map(({ status }) => status)).toEqual(['held', 'held', 'held']);
    expect(await zipsBelow(output)).toEqual([key('01'), key('02'), key('03')]);
  }
});

test('adopting with move keeps the only copy where a link leads to it', async () => {
  await collect({ layout: 'archive' });
  const folder = join(directory, 'other');
  await mkdir(folder);
  for (const ours of ['.tapehaul', '_runs']) await rm(join(output, ours), { recursive: true });
  await rename(join(output, 'data'), join(folder, 'data'));
  await symlink(join(folder, 'data'), join(output, 'data'));
  const place = config({ layout: 'archive' });
  const files = await Array.fromAsync(adoptFolder(folder, place, { move: true }));
  expect(files.map(({ status }) => status)).toEqual(['held', 'held', 'held']);
  expect(await zipsBelow(folder)).toEqual([key('01'), key('02'), key('03')]);
});

test('tables of the folder are left out; other files are named', async () => {
  await collect();
  await build();
  await writeFile(join(output, 'silver/notes.txt'), '');
  const files = await Array.fromAsync(adoptFolder(output, config(), {}));
  const named = files.filter(({ status }) => status !== 'held').map(({ path, status }) => [path, status]);
  expect(named).toEqual([['silver/notes.txt', 'unknown']]);
  expect(files).toHaveLength(4);
  expect(await tablesBelow(output)).toHaveLength(1);
});
