import { hash } from 'node:crypto';
import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { everyRow } from '@tapehaul/catalog';
import { beforeEach, expect, test } from 'vitest';
import { type VerifiedFile, type VerifyOptions, verifyFolder, verifyOutput } from '../src/index.ts';
import { collect, directory, output, simulator, zipsBelow } from './archive.ts';
import { haveCollection, inRecord, refusal } from './reported.ts';

let zips: string[] = [];
beforeEach(async () => {
  await haveCollection();
  zips = await zipsBelow(output);
});

const verify = (options: VerifyOptions = {}, folder = output): Promise<VerifiedFile[]> =>
  Array.fromAsync(verifyFolder(folder, options));
const statusOf = (files: readonly VerifiedFile[], path = '') =>
  files.find((file) => file.path === path)?.status;
const firstRun = (): Promise<string> =>
  inRecord(async (record) => (await record.runs()).rows[0]?.runId ?? '');

test('a file that is intact has the digest that it should have, whatever its time says', async () => {
  await utimes(join(output, zips[0] ?? ''), 1, 1);
  const files = await verify();
  expect(files.map(({ path }) => path).toSorted()).toEqual(zips);
  for (const file of files) {
    expect(file).toMatchObject({ kind: 'verified', status: 'intact', error: null });
    expect(file.expected).toMatch(/^[0-9a-f]{64}$/);
    expect(file.sha256).toBe(file.expected);
  }
  expect(simulator.requests.count()).toBe(0);
});

test('one byte that differs is found, though size and time are as they were', async () => {
  const path = join(output, zips[1] ?? '');
  const { atime, mtime } = await stat(path);
  const content = await readFile(path);
  const middle = content.length >> 1;
  content[middle] = (content[middle] ?? 0) ^ 1;
  await writeFile(path, content);
  await utimes(path, atime, mtime);
  const files = await verify();
  const [changed, ...more] = files.filter(({ status }) => status !== 'intact');
  expect(more).toEqual([]);
  expect(changed).toMatchObject({ path: zips[1], status: 'changed', error: null });
  expect(changed?.sha256).not.toBe(changed?.expected);
});

test('a file that is gone is missing, with the digest that it should have', async () => {
  await rm(join(output, zips[2] ?? ''));
  const files = await verify();
  expect(files.find(({ path }) => path === zips[2])).toMatchObject({
    status: 'missing',
    expected: expect.stringMatching(/^[0-9a-f]{64}$/),
    sha256: null,
  });
});

test('a file that nothing proves is unproved; one beside its sidecar is proved without a manifest', async () => {
  await rm(join(output, '_runs'), { recursive: true });
  await rm(join(output, `${zips[0]}.CHECKSUM`));
  const files = await verify();
  expect(statusOf(files, zips[0])).toBe('unproved');
  expect(files.find(({ path }) => path === zips[0])).toMatchObject({ expected: null, error: null });
  expect(statusOf(files, zips[1])).toBe('intact');
});

test('neither record nor network is needed: a copy of the data alone is verified', async () => {
  await rm(join(output, '.tapehaul'), { recursive: true });
  await rename(output, join(directory, 'copy'));
  const files = await verify({}, join(directory, 'copy'));
  expect(files.map(({ status }) => status)).toEqual(['intact', 'intact', 'intact']);
});

test('a run is verified by its id, a beginning of it or as the newest, and no file of another', async () => {
  const first = await firstRun();
  const { run_id: second } = await collect({ date_range: { start: '2025-07-04', end: '2025-07-04' } });
  expect(await verify()).toHaveLength(4);
  for (const runId of [first, first.slice(-6)]) {
    expect((await verify({ runId })).map(({ path }) => path).toSorted()).toEqual(zips);
  }
  for (const runId of [second, 'latest']) {
    expect((await verify({ runId })).map(({ path }) => path)).toEqual([
      expect.stringContaining('2025-07-04'),
    ]);
  }
});

test('a run without a manifest is not found, with where manifests are', async () => {
  await refusal(verify({ runId: 'nobody' }), 'run_not_found', 'nobody', '_runs/<run>/manifest.ndjson');
  const first = await firstRun();
  await rm(join(output, '_runs', first, 'manifest.ndjson'));
  await refusal(verify({ runId: first }), 'run_not_found', first);
});

test('of an absent file of a plan nothing is verified', async () => {
  simulator.faults.add({ key: /06\.zip$/, fault: { kind: 'missing' } });
  const result = await collect({ date_range: { start: '2025-07-05', end: '2025-07-06' } });
  expect(result.absent).toHaveLength(1);
  expect(await verify({ runId: result.run_id })).toMatchObject([{ status: 'intact' }]);
});

test('the same file is verified once, however many manifests name it', async () => {
  await collect();
  await collect();
  expect(await verify()).toHaveLength(3);
});

test('files that tapehaul keeps for itself are not data: quarantine is left out, former versions are not', async () => {
  const kept = `_replaced/${zips[0]?.slice(0, -4)}.0123456789ab.zip`;
  await mkdir(dirname(join(output, kept)), { recursive: true });
  await copyFile(join(output, zips[0] ?? ''), join(output, kept));
  await mkdir(join(output, '.tapehaul', 'quarantine'), { recursive: true });
  await writeFile(join(output, '.tapehaul', 'quarantine', 'x.zip'), 'bad');
  const files = await verify();
  expect(files.map(({ path }) => path).toSorted()).toEqual([kept, ...zips].toSorted());
  expect(statusOf(files, kept)).toBe('unproved');
});

test('a manifest that cannot be read is a file with its error, and all data are verified without it', async () => {
  const manifest = join('_runs', await firstRun(), 'manifest.ndjson');
  await appendFile(join(output, manifest), `${'x'.repeat(70_000)}\n`);
  const files = await verify();
  expect(files.find(({ path }) => path === manifest)).toMatchObject({
    status: 'unreadable',
    sha256: null,
    error: { code: 'file_failed', facts: { line: 4 }, hint: expect.stringMatching(/\w/) },
  });
  expect(files.filter(({ status }) => status === 'intact')).toHaveLength(3);
});

test('of many lines that are wrong the first are shown, and the others counted', async () => {
  const manifest = join('_runs', await firstRun(), 'manifest.ndjson');
  await appendFile(join(output, manifest), 'wrong\n'.repeat(100));
  const errors = (await verify()).filter(({ status }) => status === 'unreadable');
  expect(errors).toHaveLength(21);
  expect(errors.at(-1)?.error).toMatchObject({
    message: expect.stringContaining('80 further lines'),
    facts: { lines: 80 },
  });
});

test('a link is verified by what it leads to, and one that leads to nothing is a missing file', async () => {
  const { symlink } = await import('node:fs/promises');
  await rename(join(output, zips[0] ?? ''), join(directory, 'elsewhere.zip'));
  await symlink(join(directory, 'elsewhere.zip'), join(output, zips[0] ?? ''));
  expect(statusOf(await verify(), zips[0])).toBe('intact');
  await chmod(join(directory, 'elsewhere.zip'), 0o600);
  await rm(join(directory, 'elsewhere.zip'));
  expect(statusOf(await verify(), zips[0])).toBe('missing');
});

test('a deep check finds content that is not what the zip states, though its digest is right, and records the others as deep', async () => {
  const path = zips[0] ?? '';
  const zip = await readFile(join(output, path));
  // The CRC that the directory states; the sidecar is made to prove this zip.
  zip.writeUInt32LE(
    (zip.readUInt32LE(zip.indexOf('PK\x01\x02') + 16) ^ 1) >>> 0,
    zip.indexOf('PK\x01\x02') + 16,
  );
  await rm(join(output, '_runs'), { recursive: true });
  await writeFile(join(output, path), zip);
  await writeFile(join(output, `${path}.CHECKSUM`), `${hash('sha256', zip)}  ${basename(path)}\n`);
  expect(statusOf(await verify(), path)).toBe('intact');
  const files = await verify({ deep: true });
  expect(files.find((file) => file.path === path)).toMatchObject({
    status: 'broken',
    sha256: hash('sha256', zip),
    error: { code: 'not_a_zip' },
  });
  expect(files.filter(({ status }) => status === 'intact')).toHaveLength(zips.length - 1);
});

test('of files outside the subset only that they exist is checked; the parts together are all files', async () => {
  const parts: string[] = [];
  for (const part of [1, 2, 3]) {
    const files = await verify({ deep: part === 1, subset: { part, of: 3 } });
    expect(files).toHaveLength(zips.length);
    for (const { path, status, sha256 } of files) {
      if (status === 'intact') parts.push(path);
      else expect([status, sha256]).toEqual(['not_read', null]);
    }
  }
  expect(parts.toSorted()).toEqual(zips);
  await rm(join(output, zips[0] ?? ''));
  for (const part of [1, 2])
    expect(statusOf(await verify({ subset: { part, of: 2 } }), zips[0])).toBe('missing');
});

test('what was proved by its digest is recorded as proved deep once it has been checked deep', async () => {
  await collect({ proof: 'published', force_redownload: true });
  const depths = () =>
    inRecord(async (record) => {
      const held = await Array.fromAsync(everyRow(record.held()), ({ depth }) => depth);
      return [...new Set(held)];
    });
  expect(await depths()).toEqual(['published']);
  await Array.fromAsync(verifyOutput(output));
  expect(await depths()).toEqual(['published']);
  await Array.fromAsync(verifyOutput(output, { deep: true }));
  expect(await depths()).toEqual(['deep']);
});
