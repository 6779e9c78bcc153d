import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { verifyFolder } from '../src/index.ts';
import { collect, directory, output, zipsBelow } from './archive.ts';

let zip = '';
let manifest = '';
beforeEach(async () => {
  const { run_id } = await collect();
  [zip = ''] = await zipsBelow(output);
  manifest = join(output, '_runs', run_id, 'manifest.ndjson');
});

/** What is not intact, by path. */
async function faults(): Promise<Record<string, unknown>> {
  const files = await Array.fromAsync(verifyFolder(output));
  const bad = files.filter(({ status }) => status !== 'intact');
  return Object.fromEntries(bad.map(({ path, status, error }) => [path, error?.message ?? status]));
}

/** Another version of a file, with the sidecar that proves it, as a run leaves it that dies before its manifest. */
async function replace(): Promise<string> {
  await appendFile(join(output, zip), 'another version');
  const sha256 = createHash('sha256')
    .update(await readFile(join(output, zip)))
    .digest('hex');
  await writeFile(join(output, `${zip}.CHECKSUM`), `${sha256}  ${basename(zip)}\n`);
  return sha256;
}

test('a file that came after the newest manifest is proved by its sidecar', async () => {
  const sha256 = await replace();
  const files = await Array.fromAsync(verifyFolder(output));
  expect(files.filter(({ status }) => status !== 'intact')).toEqual([]);
  expect(files.find(({ path }) => path === zip)).toMatchObject({ expected: sha256, sha256 });
  await appendFile(join(output, zip), 'and a fault');
  expect(await faults()).toEqual({ [zip]: 'changed' });
});

test('the newest manifest is that of the run that ended last, whatever the times of files', async () => {
  await collect({ recheck: { listing_days: 0 } });
  // Without the sidecars only the manifests have it, and that of the first run has something else.
  for (const each of await zipsBelow(output)) await rm(join(output, `${each}.CHECKSUM`));
  const later = new Date(Date.now() + 60_000);
  const lines = (await readFile(manifest, 'utf8')).replaceAll(/"sha256":"\w{8}/g, '"sha256":"00000000');
  await writeFile(manifest, lines);
  await utimes(manifest, later, later);
  expect(await faults()).toEqual({});
});

test('what cannot be read is reported, and all the rest is verified', async () => {
  await mkdir(join(output, 'odd.zip'));
  execFileSync('mkfifo', [join(output, 'pipe.zip')]);
  await symlink(join(output, 'odd.zip'), join(output, 'folder.zip'));
  await rm(join(output, zip));
  execFileSync('mkfifo', [join(output, zip)]);
  const lines = (await readFile(manifest, 'utf8')).split('\n');
  await writeFile(manifest, [lines[0], '', '{"key": 1}', 'no JSON', ...lines.slice(1)].join('\n'));
  const named = relative(output, manifest);
  expect(await faults()).toEqual({
    'pipe.zip': expect.stringContaining('pipe.zip is no file'),
    'folder.zip': expect.stringContaining('folder.zip is no file'),
    [zip]: expect.stringContaining('is no file'),
    [named]: expect.stringMatching(/^line 4 of .*manifest\.ndjson is no line of a manifest$/),
  });
  const files = await Array.fromAsync(verifyFolder(output));
  expect(files.filter(({ path }) => path === named)).toMatchObject([
    { status: 'unreadable', error: { code: 'file_failed', facts: { line: 3 } } },
    { status: 'unreadable', error: { code: 'file_failed', facts: { line: 4 } } },
  ]);
  expect(files.filter(({ status }) => status === 'intact')).toHaveLength(2);
});

test('links are followed: to a data directory on another disk, and to a file; each directory once', async () => {
  await rename(join(output, 'bronze'), join(directory, 'disk'));
  await symlink(join(directory, 'disk'), join(output, 'bronze'));
  await symlink(output, join(directory, 'disk', 'loop'));
  await symlink(directory, join(output, 'above'));
  await rm(manifest);
  const held = await zipsBelow(join(directory, 'disk'));
  expect(held).toHaveLength(3);
  const [one = ''] = held;
  await rename(join(directory, 'disk', one), join(directory, 'elsewhere.zip'));
  await symlink(join(directory, 'elsewhere.zip'), join(directory, 'disk', one));
  const files = await Array.fromAsync(verifyFolder(output));
  expect(files.map(({ path, status }) => [path, status]).toSorted()).toEqual(
    held.map((path) => [`bronze/${path}`, 'intact']),
  );
});
