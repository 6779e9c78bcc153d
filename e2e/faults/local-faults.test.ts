import { glob, lstat, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDownloader, type Outcome } from '@tapehaul/downloader';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ENGINES, HEALTHY, openTrial, type Trial, VICTIM } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.close());

describe.each(['s3', 's5cmd'] as const)('over %s', (name) => {
  test('a file where a directory should be fails what belongs there, and nothing else', async () => {
    const blocked = dirname(join(trial.directory, VICTIM));
    await mkdir(dirname(blocked), { recursive: true });
    await writeFile(blocked, '');
    const outcome = await trial.run([await ENGINES[name](trial.source)]);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'target_blocked' } });
  });

  test('a directory where the file should be fails that file, and nothing else', async () => {
    await mkdir(join(trial.directory, VICTIM, 'in-the-way'), { recursive: true });
    const outcome = await trial.run([await ENGINES[name](trial.source)]);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'target_blocked' } });
  });

  test('a disputed file that cannot be put aside is reported as disputed, and says that it is not kept', async () => {
    await mkdir(join(trial.directory, '.tapehaul/quarantine', VICTIM, 'in-the-way'), { recursive: true });
    const faults = [{ key: VICTIM, method: 'GET', fault: { kind: 'alter' } }] as const;
    const outcome = await trial.run([await ENGINES[name](trial.source)], { faults });
    const hint = expect.stringContaining('could not be put aside');
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'checksum_disputed', hint } });
  });

  test('a disputed file is put aside, and not into the file of another user that a link there leads to', async () => {
    const theirs = join(trial.directory, 'theirs.txt');
    await writeFile(theirs, 'precious');
    for (const path of [VICTIM, `${VICTIM}.CHECKSUM`]) {
      const aside = join(trial.directory, '.tapehaul/quarantine', path);
      await mkdir(dirname(aside), { recursive: true });
      await symlink(theirs, aside);
    }
    const faults = [{ key: VICTIM, method: 'GET', fault: { kind: 'alter' } }] as const;
    const outcome = await trial.run([await ENGINES[name](trial.source)], { faults });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'checksum_disputed' } });
    expect(await readFile(theirs, 'utf8')).toBe('precious');
    const aside = await lstat(join(trial.directory, '.tapehaul/quarantine', VICTIM));
    expect(aside.isFile()).toBe(true);
  });

  test('a file that cannot be published leaves nothing in staging', async () => {
    await mkdir(join(trial.directory, VICTIM, 'in-the-way'), { recursive: true });
    const engines = [await ENGINES[name](trial.source)] as const;
    const downloader = createDownloader({ engines, target: trial.directory });
    for (const attempt of [1, 2]) {
      const outcome = await downloader.get({ key: VICTIM });
      expect([attempt, outcome.error?.code]).toEqual([attempt, 'target_blocked']);
      expect(await inStaging()).toEqual([]);
    }
    await downloader.close();
  });

  test('a version that cannot be kept stays, and leaves nothing of the new one in staging', async () => {
    const engines = [await ENGINES[name](trial.source)] as const;
    const held = new Map<string, Outcome>();
    const downloader = createDownloader({
      engines,
      target: trial.directory,
      held: { find: async (key) => held.get(key) },
      force: true,
    });
    const first = await downloader.get({ key: VICTIM });
    held.set(VICTIM, { ...first, sha256: 'of another version' });
    await writeFile(join(trial.directory, 'blocked'), '');
    const kept = await downloader.get({ key: VICTIM, keepOldAs: 'blocked/old.zip' });
    expect(kept.error?.code).toBe('target_blocked');
    expect(await inStaging()).toEqual([]);
    await downloader.close();
    await trial.expectAllTrue('blocked');
  });

  test('a state directory that was blocked is made once it is free', async () => {
    const state = join(trial.directory, '.tapehaul');
    await writeFile(state, '');
    const engines = [await ENGINES[name](trial.source)] as const;
    const downloader = createDownloader({ engines, target: trial.directory });
    expect((await downloader.get({ key: VICTIM })).error?.code).toBe('target_blocked');
    await rm(state);
    expect(await downloader.get({ key: VICTIM })).toMatchObject({ status: 'downloaded' });
    await downloader.close();
  });

  test('a directory that is removed meanwhile is made again', async () => {
    const [engine, keys] = [await ENGINES[name](trial.source), HEALTHY.slice(0, 2)];
    const downloader = createDownloader({ engines: [engine], target: trial.directory });
    for (const key of keys) {
      await rm(join(trial.directory, 'data'), { recursive: true, force: true });
      expect(await downloader.get({ key, likelySize: 1_000 })).toMatchObject({ status: 'downloaded' });
    }
    await downloader.close();
    await trial.expectAllTrue();
  });

  /** Files in the staging directory. */
  async function inStaging(): Promise<string[]> {
    return Array.fromAsync(glob('.tapehaul/staging/*/*', { cwd: trial.directory }));
  }

  /** Downloads in a process of its own, into a small file system that only it sees. */
  async function downloadInto(mount: string): Promise<Outcome[]> {
    const child = fileURLToPath(new URL('download-child.ts', import.meta.url));
    const request = { name, source: trial.source, target: trial.directory, keys: [VICTIM, ...HEALTHY] };
    const node = `"${process.execPath}" --conditions=@tapehaul/source "${child}" '${JSON.stringify(request)}'`;
    const script = `${mount.replaceAll('TARGET', `"${trial.directory}"`)} && exec ${node}`;
    const { stdout } = await execa('unshare', ['--mount', '--map-root-user', 'sh', '-c', script]);
    return stdout.split('\n').map((line) => JSON.parse(line));
  }

  test('a disk that is full fails what has no room, says so, and leaves nothing partial', async () => {
    const outcomes = await downloadInto('mount -t tmpfs -o size=24k,nr_inodes=100 tmpfs TARGET');
    const failed = outcomes.filter(({ status }) => status === 'failed');
    expect(outcomes).toHaveLength(1 + HEALTHY.length);
    expect(failed.length).toBeGreaterThan(0);
    for (const { error } of failed)
      expect(error).toMatchObject({ code: 'disk_full', hint: expect.stringContaining('Free') });
  });

  test('a leftover of a dead process that cannot be removed delays no other', async () => {
    const left = 'TARGET/.tapehaul/staging/4000000-dead';
    const outcomes = await downloadInto(`mkdir -p ${left} && mount -t tmpfs tmpfs ${left}`);
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'downloaded'));
  });

  test('a directory of another file system fails what belongs there, and says so', async () => {
    const elsewhere = 'mkdir TARGET/elsewhere && mount -t tmpfs tmpfs TARGET/elsewhere';
    const outcomes = await downloadInto(`${elsewhere} && ln -s elsewhere TARGET/data`);
    expect(outcomes).toHaveLength(1 + HEALTHY.length);
    const hint = expect.stringContaining('one file system');
    for (const { error } of outcomes) expect(error).toMatchObject({ code: 'target_blocked', hint });
  });

  test('a disk that cannot be written fails everything, and says so', async () => {
    const outcomes = await downloadInto('mount -t tmpfs -o ro tmpfs TARGET');
    expect(outcomes.map(({ status, error }) => [status, error?.code])).toEqual(
      outcomes.map(() => ['failed', 'disk_failed']),
    );
  });
});
