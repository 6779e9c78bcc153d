import { mkdir, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { someOf } from '@tapehaul/testkit';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { type Trial, trial } from './slow.ts';

const recordOf = ({ output }: Trial): string => join(output, '.tapehaul', 'catalog.db');
const pipe = (path: string) => execa('mkfifo', [path]);

/** Folder of the only run of a trial. */
async function runOf({ output }: Trial): Promise<string> {
  const [name = ''] = await readdir(join(output, '_runs'));
  return join(output, '_runs', name);
}

/** Runs a command that must not wait for anything. */
async function promptly(it: Trial, args: readonly string[]) {
  const child = it.run(args);
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const { exitCode, stdout, stderr } = await child;
  clearTimeout(late);
  return { exitCode, stdout: String(stdout), stderr: String(stderr) };
}

/** A row of a manifest that is right in its form. */
const row = (path: string): string =>
  JSON.stringify({ path, key: path, sha256: 'a'.repeat(64), bytes: 1e300 });

describe.concurrent('a record that is no file', () => {
  const KINDS: [string, (path: string, it: Trial) => Promise<unknown>][] = [
    ['a pipe', (path) => pipe(path)],
    ['a directory', (path) => mkdir(path)],
    [
      'a symbolic link',
      async (path, it) => {
        await writeFile(join(it.directory, 'outside.db'), '');
        await symlink(join(it.directory, 'outside.db'), path);
      },
    ],
  ];
  test.each(someOf(KINDS, 3))('%s: is named by every command, and nothing is written', async (kind, put) => {
    await using it = await trial();
    await it.collect({});
    await rename(recordOf(it), join(it.directory, 'kept.db'));
    await put(recordOf(it), it);
    for (const args of [
      ['runs', '--dir', it.output],
      ['repair', it.output],
      ['adopt', join(it.output, 'bronze'), '--dir', it.output],
    ]) {
      const { exitCode, stderr } = await promptly(it, args);
      expect({ args, exitCode }).toEqual({ args, exitCode: 7 });
      expect(stderr).toContain(`the record ${recordOf(it)} is ${kind}, expected a file`);
    }
  });
});

describe.concurrent('what is forged beside the data', () => {
  test('a manifest of wrong lines, of lines without an end, and that leads out is reported in few lines', async () => {
    await using it = await trial();
    await it.collect({});
    const lines = [
      row('../../etc/passwd.zip'),
      row('/etc/passwd.zip'),
      row('a\u001b[31m\nFORGED.zip'),
      `{"path": "${'x'.repeat(2_000_000)}"}`,
      ...Array(5_000).fill('{"path": 7}'),
    ];
    await writeFile(join(await runOf(it), 'manifest.ndjson'), `${lines.join('\n')}\n`);
    for (const command of ['verify', 'repair']) {
      if (command === 'repair') await rm(recordOf(it));
      const { exitCode, stdout, stderr } = await promptly(it, [command, it.output]);
      expect(exitCode).toBe(6);
      expect(stdout).not.toMatch(/^FORGED/m);
      expect(stdout).not.toContain('\u001b');
      expect(stdout.split('\n').length).toBeLessThan(80);
      expect(stdout).toMatch(/4,98\d further lines of .*manifest\.ndjson are at fault, too/);
      expect(stderr).toBe('');
    }
    // The sidecars prove the files all the same.
    expect((await promptly(it, ['coverage', '--dir', it.output])).stdout).toContain('15');
  });

  test('pipes and directories in place of manifests, metadata, zips and sidecars never block a command', {
    tags: 'heavy',
  }, async () => {
    await using it = await trial();
    await it.collect({});
    const [run, data] = [await runOf(it), join(it.output, 'bronze', 'x')];
    for (const name of ['manifest.ndjson', 'metadata.json']) {
      await rm(join(run, name));
      await pipe(join(run, name));
    }
    await mkdir(join(it.output, '_runs', 'other', 'manifest.ndjson'), { recursive: true });
    await mkdir(join(data, 'folder.zip'), { recursive: true });
    await pipe(join(data, 'pipe.zip'));
    await writeFile(join(data, 'BTCUSDT-1h-2025-07-20.zip'), 'x');
    await pipe(join(data, 'BTCUSDT-1h-2025-07-20.zip.CHECKSUM'));
    await writeFile(join(data, 'BTCUSDT-1h-2025-07-21.zip'), 'x');
    await writeFile(join(data, 'BTCUSDT-1h-2025-07-21.zip.CHECKSUM'), '');
    await truncate(join(data, 'BTCUSDT-1h-2025-07-21.zip.CHECKSUM'), 1_000_000_000);
    const verified = await promptly(it, ['verify', it.output]);
    expect(verified.exitCode).toBe(6);
    expect(verified.stdout).toMatch(/unreadable .*manifest\.ndjson\n.*is not a regular file/);
    expect(verified.stdout).toContain('15 intact');
    await rm(recordOf(it));
    const repaired = await promptly(it, ['repair', it.output]);
    expect(repaired.exitCode).toBe(6);
    expect(repaired.stdout).toContain('recorded    15 files');
    const flat = ['--market', 'spot', '--type', 'klines', '--offline', '--dir', join(it.directory, 'other')];
    const adopted = await promptly(it, ['adopt', data, ...flat]);
    expect(adopted.stdout).toContain('0 files adopted');
    expect(adopted.stdout).toContain('2 failed');
    expect(adopted.exitCode).toBe(3);
  });
});
