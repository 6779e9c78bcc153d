import { cp, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
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

test.each(['futures-um', 'um_futures'])(
  'a file under the name of another tool is a second copy once it is in place: %s',
  async (market) => {
    await collect({ markets: ['futures_um'] });
    await rm(join(output, '.tapehaul'), { recursive: true });
    const bronze = join(output, 'bronze/binance');
    await cp(join(bronze, 'futures_um'), join(bronze, market), { recursive: true });
    const files = await Array.fromAsync(adoptFolder(output, config({ markets: ['futures_um'] })));
    const byStatus = Object.groupBy(files, ({ status, reason }) => reason ?? status);
    expect(Object.keys(byStatus).toSorted()).toEqual(['held', 'second_copy']);
    expect(byStatus.held).toHaveLength(3);
    expect(byStatus.second_copy).toHaveLength(3);
  },
);

test('in the output directory itself links to folders are followed, each folder once, but not to move files', async () => {
  await collect();
  await rm(join(output, '.tapehaul'), { recursive: true });
  const disk = join(directory, 'disk');
  await rename(join(output, 'bronze'), disk);
  await symlink(disk, join(output, 'bronze'));
  await symlink('spot', join(disk, 'binance/spot-too'));
  await symlink('nowhere', join(disk, 'dangling'));
  const statuses = async (move: boolean) =>
    (await Array.fromAsync(adoptFolder(output, config(), { move }))).map(
      ({ status, reason }) => reason ?? status,
    );
  expect(await statuses(true)).toEqual(['symbolic_link']);
  expect((await statuses(false)).toSorted()).toEqual(['held', 'held', 'held', 'symbolic_link']);
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
