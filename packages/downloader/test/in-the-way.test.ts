import { spawnSync } from 'node:child_process';
import { lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sidecar, zip } from './archive-engine.ts';
import { benchOfEachTest } from './bench.ts';

const KEY = 'data/a.zip';
const SIDECAR = `${KEY}.CHECKSUM`;
const OTHER = 'other/b.zip';
const bench = benchOfEachTest();
/** A path of the target. */
const at = (path: string): string => join(bench().root, path);

/** What can stand at a path, and how an error names it. */
const KINDS: [string, (place: string) => Promise<unknown>][] = [
  ['a directory', (place) => mkdir(join(place, 'in-the-way'), { recursive: true })],
  ['a named pipe', async (place) => expect(spawnSync('mkfifo', [place]).status).toBe(0)],
  ['a socket', (place) => listenAt(place)],
  [
    'a symbolic link to a directory',
    async (place) => {
      await mkdir(at('elsewhere'));
      await symlink(at('elsewhere'), place);
    },
  ],
  ['a symbolic link to nothing', (place) => symlink(at('nowhere'), place)],
  [
    'a symbolic link that leads out of',
    async (place) => {
      await writeFile(`${bench().root}.zip`, zip());
      onTestFinished(() => rm(`${bench().root}.zip`));
      await symlink(`${bench().root}.zip`, place);
    },
  ],
];

function listenAt(place: string): Promise<void> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve, reject) => server.once('error', reject).listen(place, resolve));
}

/** Gets the object and another one, each from an archive that has both, and expects that nothing was requested of the first. */
async function expectBlocked(what: string, standing: string): Promise<void> {
  for (const key of [KEY, OTHER]) bench().engine.has(key);
  const downloader = await bench().open();
  const [blocked, other] = await Promise.all([downloader.get({ key: KEY }), downloader.get({ key: OTHER })]);
  expect(blocked).toMatchObject({
    status: 'failed',
    error: { code: 'target_blocked', hint: expect.stringContaining('Move it away') },
  });
  expect(blocked.error?.message).toContain(`${standing} is ${what}`);
  expect(other).toMatchObject({ status: 'downloaded' });
  expect(bench().engine.requested.filter((key) => key.startsWith(KEY))).toEqual([]);
}

describe.each([KEY, SIDECAR])('at %s', (path) => {
  test.each(KINDS)('%s is named before anything is fetched, and stays', async (what, make) => {
    await mkdir(at(dirname(path)), { recursive: true });
    await make(at(path));
    const before = await lstat(at(path));
    await expectBlocked(what, at(path));
    expect((await lstat(at(path))).ino).toBe(before.ino);
  });
});

test.each<[string, (place: string) => Promise<unknown>]>([
  ['a file', (place) => writeFile(place, 'precious')],
  ['a symbolic link to nothing', (place) => symlink(at('nowhere'), place)],
])('in the place of its directory %s is named before anything is fetched', async (what, make) => {
  await make(at('data'));
  await expectBlocked(what, at('data'));
});

test('a sidecar that belongs where a directory stands is not fetched for a zip that stands beside it', async () => {
  await mkdir(at(SIDECAR), { recursive: true });
  await writeFile(at(KEY), zip());
  await expectBlocked('a directory', at(SIDECAR));
  expect(await readFile(at(KEY))).toEqual(zip());
});

test('what is moved away no longer stands in the way of the same downloader', async () => {
  await mkdir(at(KEY), { recursive: true });
  bench().engine.has(KEY);
  const downloader = await bench().open();
  expect((await downloader.get({ key: KEY })).error?.code).toBe('target_blocked');
  await rename(at(KEY), at('moved'));
  expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'downloaded' });
});

describe('a symbolic link', () => {
  test('of a file to one below the output directory is that file', async () => {
    const content = bench().engine.has(KEY);
    await mkdir(at('data'));
    await writeFile(at('stored.zip'), content);
    await writeFile(at(SIDECAR), sidecar(KEY, content));
    await symlink(at('stored.zip'), at(KEY));
    expect(await (await bench().open()).get({ key: KEY })).toMatchObject({ status: 'cached' });
    expect(bench().engine.requested).toEqual([]);
  });

  test.each(['data', ''])(
    'in the place of the folder "%s" is followed, wherever it leads',
    async (folder) => {
      const real = `${bench().root}.real`;
      onTestFinished(() => rm(real, { recursive: true, force: true }));
      await mkdir(real);
      await rm(at(folder), { recursive: true, force: true });
      await symlink(real, at(folder));
      bench().engine.has(KEY);
      const first = await (await bench().open({ stateDirectory: join(real, 'own') })).get({ key: KEY });
      expect(first).toMatchObject({ status: 'downloaded' });
      const again = await (await bench().open({ stateDirectory: join(real, 'own') })).get({ key: KEY });
      expect(again).toMatchObject({ status: 'cached', proof: 'sidecar' });
      expect(bench().engine.times(KEY)).toBe(1);
    },
  );

  test('that leads out is not what was recorded either', async () => {
    const content = bench().engine.has(KEY);
    const held = await (await bench().open()).get({ key: KEY });
    await rename(at(KEY), `${bench().root}.zip`);
    onTestFinished(() => rm(`${bench().root}.zip`));
    await symlink(`${bench().root}.zip`, at(KEY));
    const outcome = await (await bench().open()).get({ key: KEY, held });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'target_blocked' } });
    expect(await readFile(`${bench().root}.zip`)).toEqual(content);
  });
});

test('what stands where the version before is to be kept is named before the new one is fetched', async () => {
  const content = bench().engine.has(KEY);
  const held = await (await bench().open()).get({ key: KEY });
  bench().engine.has(KEY, zip(200));
  bench().engine.requested.splice(0);
  await mkdir(at('old.zip'));
  const downloader = await bench().open();
  const outcome = await downloader.get({ key: KEY, held, etag: 'f', keepOldAs: 'old.zip' });
  expect(outcome.error?.message).toContain(`${at('old.zip')} is a directory`);
  expect(bench().engine.requested).toEqual([]);
  expect(await readFile(at(KEY))).toEqual(content);
});

test('where links out are refused, one in the place of a folder is named before anything is fetched', async () => {
  const elsewhere = `${bench().root}.elsewhere`;
  onTestFinished(() => rm(elsewhere, { recursive: true }));
  await mkdir(elsewhere);
  await symlink(elsewhere, at('data'));
  bench().engine.has(KEY);
  const outcome = await (await bench().open({ confined: true })).get({ key: KEY });
  expect(outcome).toMatchObject({ status: 'failed', error: { code: 'target_blocked' } });
  expect(bench().engine.requested).toEqual([]);
});

test('many files at once find room in an output directory that is yet to be made', async () => {
  const target = at('new/out');
  const keys = Array.from({ length: 30 }, (_, index) => `data/${index}/a.zip`);
  for (const key of keys) bench().engine.has(key);
  const downloader = await bench().open({ target, confined: true });
  const outcomes = await Promise.all(keys.map((key) => downloader.get({ key })));
  expect(outcomes.map(({ error }) => error)).toEqual(keys.map(() => null));
});

/** Gets an object into a folder of mode 0500 as a user that is not root, and prints what came of it. */
const PROGRAM = `
  import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
  import { tmpdir } from 'node:os';
  import { join } from 'node:path';
  import { createDownloader } from '@tapehaul/downloader';
  import { ArchiveEngine, sidecar } from './test/archive-engine.ts';
  const target = await mkdtemp(join(tmpdir(), 'tapehaul-bench-'));
  const engine = new ArchiveEngine();
  const content = engine.has('data/a.zip');
  engine.has('data/b.zip');
  await mkdir(join(target, 'data'));
  await writeFile(join(target, 'data/b.zip'), content);
  await writeFile(join(target, 'data/b.zip.CHECKSUM'), sidecar('data/b.zip', content));
  await chmod(join(target, 'data'), 0o500);
  const downloader = createDownloader({ engines: [engine], target, durability: 'none' });
  const [missing, standing] = await Promise.all(['a', 'b'].map((name) => downloader.get({ key: \`data/\${name}.zip\` })));
  await downloader.close();
  await chmod(join(target, 'data'), 0o700);
  await rm(target, { recursive: true });
  const error = { code: missing.error?.code, message: missing.error?.message };
  console.log(JSON.stringify({ error, standing: standing.status, requested: engine.requested }));`;

/** Runs a program as a user that is refused what its files do not allow: root is refused nothing. */
function asUser(program: string) {
  const node = ['--conditions=@tapehaul/source', '--input-type=module', '--eval', program];
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const env = { PATH: process.env.PATH, TMPDIR: tmpdir() };
  return spawnSync(process.execPath, node, {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
    env,
    ...user,
  });
}
const hasUser = asUser("import '@tapehaul/downloader'").status === 0;

test.skipIf(!hasUser)(
  'a folder that may not be written to is reported before anything is fetched, and what stands in it is taken over',
  () => {
    const { stdout, stderr } = asUser(PROGRAM);
    expect(stdout, stderr).not.toBe('');
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'file_failed', message: expect.stringMatching(/permission denied.*data/) },
      standing: 'cached',
      requested: [],
    });
  },
);
