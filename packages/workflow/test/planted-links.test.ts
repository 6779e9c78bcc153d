import { lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { adoptFolder, needlessFiles, removeNeedless, repairFolder, verifyFolder } from '../src/index.ts';
import { collect, config, directory, output, zipsBelow } from './archive.ts';
import { build, tablesBelow } from './table-builds.ts';

/** A folder of somebody else, with names of every kind. */
let theirs = '';
const FILES = [
  'thesis.txt',
  'photos/1.jpg',
  '4242-0a1b2c3d/x',
  'staging/y',
  'unfinished/z',
  'quarantine/q.zip',
];
beforeEach(async () => {
  theirs = join(directory, 'theirs');
  for (const name of FILES) {
    await mkdir(dirname(join(theirs, name)), { recursive: true });
    await writeFile(join(theirs, name), 'precious');
  }
});

/** What is left of it. */
const left = () => Promise.all(FILES.map((name) => readFile(join(theirs, name), 'utf8').catch(() => null)));
const whole = FILES.map(() => 'precious');

/** Puts a link to that folder where tapehaul has one of its own. */
async function plant(place: string): Promise<void> {
  await mkdir(dirname(join(output, place)), { recursive: true });
  await rm(join(output, place), { recursive: true, force: true });
  await symlink(theirs, join(output, place));
}

describe.each(['.tapehaul', '.tapehaul/staging', '.tapehaul/unfinished', '.tapehaul/quarantine'])(
  'a link in the place of %s',
  (place) => {
    test('is refused before anything is removed: by a collection and by an adoption', async () => {
      await plant(place);
      const refused = {
        code: 'target_blocked',
        message: expect.stringContaining(`${place} is a symbolic link`),
      };
      await expect(collect()).rejects.toMatchObject(refused);
      await expect(Array.fromAsync(adoptFolder(theirs, config()))).rejects.toMatchObject(refused);
      expect(await left()).toEqual(whole);
    });
  },
);

test.each(['.tapehaul/quarantine', '_replaced'])('nothing behind a link at %s is pruned', async (place) => {
  await collect();
  await plant(place);
  const refused = { code: 'target_blocked' };
  await expect(Array.fromAsync(needlessFiles(output))).rejects.toMatchObject(refused);
  await expect(Array.fromAsync(removeNeedless(output))).rejects.toMatchObject(refused);
  expect(await left()).toEqual(whole);
});

test('what others keep in the staging folder stays there', async () => {
  const kept = join(output, '.tapehaul', 'staging', 'notes', 'a.txt');
  await mkdir(dirname(kept), { recursive: true });
  await writeFile(kept, 'precious');
  await collect();
  expect(await readFile(kept, 'utf8')).toBe('precious');
});

test.each(['../theirs/thesis.txt', '/etc/passwd', 'a/../../theirs/thesis.txt', '..\\theirs\\thesis.txt', ''])(
  'a manifest that names %j makes nobody read it',
  async (path) => {
    const { run_id } = await collect();
    const manifest = join(output, '_runs', run_id, 'manifest.ndjson');
    const [first = '', ...others] = (await readFile(manifest, 'utf8')).split('\n');
    await writeFile(manifest, [JSON.stringify({ ...JSON.parse(first), path }), ...others].join('\n'));
    const files = await Array.fromAsync(verifyFolder(output));
    expect(files.filter(({ status }) => status !== 'intact')).toMatchObject([
      {
        status: 'unreadable',
        sha256: null,
        error: { message: expect.stringContaining('no file below the folder') },
      },
    ]);
  },
);

test('a link to itself in the place of a table is replaced by the table, and stops no build', async () => {
  await collect({ data_types: ['trades'] });
  await build();
  const [table = ''] = await tablesBelow(output);
  const before = await readFile(join(output, table));
  await rm(join(output, table));
  await symlink(join(output, table), join(output, table));
  expect((await build()).result).toMatchObject({ error: null, partitions: 1, up_to_date: 2 });
  expect(await readFile(join(output, table))).toEqual(before);
});

test('a link in the place of a single file that leads out is not recorded by a repair, nor taken over by a collection', async () => {
  await collect();
  const [first = '', second = ''] = (await zipsBelow(output)).map((path) => join(output, path));
  await rename(first, join(directory, 'elsewhere.zip'));
  await symlink(join(directory, 'elsewhere.zip'), first);
  await rename(second, join(output, 'stored.zip'));
  await symlink(join(output, 'stored.zip'), second);
  await rm(join(output, '.tapehaul'), { recursive: true });
  const repaired = await Array.fromAsync(repairFolder(output));
  expect(repaired.filter((line) => line.kind === 'repaired' && line.status === 'unreadable')).toMatchObject([
    { error: { code: 'target_blocked', message: expect.stringContaining('leads out of') } },
  ]);
  expect(repaired.at(-1)).toMatchObject({ files: { recorded: 2, unreadable: 1 } });
  expect(await collect()).toMatchObject({ downloader_stats: { files_downloaded: 0, files_failed: 1 } });
  expect((await lstat(first)).isSymbolicLink()).toBe(true);
});

test('a sidecar of any size is not read whole', async () => {
  const { run_id } = await collect();
  const [zip = ''] = await zipsBelow(output);
  await rm(join(output, '_runs', run_id), { recursive: true });
  const sidecar = join(output, `${zip}.CHECKSUM`);
  await writeFile(sidecar, `${await readFile(sidecar, 'utf8')}${'\n'.repeat(100_000)}`);
  const files = await Array.fromAsync(verifyFolder(output));
  expect(files.find(({ path }) => path === zip)).toMatchObject({ status: 'unproved' });
});
