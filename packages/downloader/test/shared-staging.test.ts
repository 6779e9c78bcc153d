import { spawnSync } from 'node:child_process';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchOfEachTest } from './bench.ts';

const bench = benchOfEachTest();
const KEY = 'data/a.zip';

/** Makes a staging directory with a file, last changed that many hours ago. */
async function stage(name: string, hours = 0): Promise<void> {
  const directory = join(bench().root, '.tapehaul/staging', name);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'a.zip'), 'staged');
  const at = new Date(Date.now() - hours * 3_600_000);
  await utimes(directory, at, at);
}

const staged = async (): Promise<string[]> => (await readdir(join(bench().root, '.tapehaul/staging'))).sort();

/** A machine that is not this one. */
const OTHER = 'f'.repeat(12);

test('a shared directory: what another machine stages stays for a day, as it cannot be seen whether its process lives', async () => {
  const living = `999999999-00000001-${OTHER}`;
  const unknown = '999999999-00000002';
  for (const name of [living, unknown]) await stage(name);
  await stage(`999999999-00000003-${OTHER}`, 25);
  await stage('999999999-00000004', 25);
  await (await bench().open({ sharedState: true })).close();
  expect(await staged()).toEqual([living, unknown].sort());
});

test('a shared directory: what a dead process of this machine staged goes at once, that of a living one stays', async () => {
  bench().engine.has(KEY);
  const downloader = await bench().open({ sharedState: true });
  expect(await downloader.get({ key: KEY })).toMatchObject({ status: 'downloaded' });
  const [own = ''] = await staged();
  const [, random, machine] = /^\d+-([0-9a-f]{8})-([0-9a-f]{12})$/.exec(own) ?? [];
  expect(own).toBe(`${process.pid}-${random}-${machine}`);
  const parent = `${process.ppid}-00000002-${machine}`;
  await stage(`999999999-00000001-${machine}`);
  await stage(parent);
  await downloader.close();
  expect(await staged()).toEqual([parent]);
});

test('a directory of one machine: what workers of other machines stage beside it stays', async () => {
  const living = `999999999-00000001-${OTHER}`;
  await stage(living);
  await stage('999999999-00000002');
  await (await bench().open()).close();
  expect(await staged()).toEqual([living]);
});

/** Starts a program as in a container that has the name of the machine, but process ids of its own. */
const CONTAINER = ['--map-root-user', '--pid', '--fork', '--mount-proc'] as const;
const hasContainers = spawnSync('unshare', [...CONTAINER, 'true']).status === 0;

test.skipIf(!hasContainers)(
  'a shared directory: what a living process stages stays when another container of the same name opens it',
  async () => {
    bench().engine.has(KEY);
    const downloader = await bench().open({ sharedState: true });
    await downloader.get({ key: KEY });
    const before = await staged();
    expect(before).toHaveLength(1);
    const program = `
      import { createDownloader } from '@tapehaul/downloader';
      import { ArchiveEngine } from './test/archive-engine.ts';
      const engine = new ArchiveEngine();
      engine.has('data/b.zip');
      const target = ${JSON.stringify(bench().root)};
      const downloader = createDownloader({ engines: [engine], target, durability: 'none', sharedState: true });
      console.log((await downloader.get({ key: 'data/b.zip' })).status);
      await downloader.close();`;
    const node = [
      process.execPath,
      '--conditions=@tapehaul/source',
      '--input-type=module',
      '--eval',
      program,
    ];
    const options = { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' } as const;
    const { stdout, stderr } = spawnSync('unshare', [...CONTAINER, ...node], options);
    expect(stdout, stderr).toBe('downloaded\n');
    expect(await staged()).toEqual(before);
  },
);
