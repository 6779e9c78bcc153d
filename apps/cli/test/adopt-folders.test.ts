import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import {
  directory,
  expectAllWhole,
  output,
  serve,
  simulator,
  startCommand,
  startUntil,
} from './collection.ts';
import { adopt, folderOfAnotherTool, other, zip } from './folder-of-another-tool.ts';

describe('adopt', () => {
  test('takes flat folders and sub-trees by what is said of them, and nothing without', async () => {
    await folderOfAnotherTool();
    const flat = join(directory, 'flat');
    await cp(join(other(), dirname(zip('01'))), flat, { recursive: true });
    const from = async (folder: string, ...args: string[]) => {
      const { stdout, stderr, exitCode } = await startCommand(['adopt', folder, '--json', ...args]);
      return { exitCode, stderr, summary: JSON.parse(stdout.split('\n').at(-1) ?? '') };
    };
    const unsaid = await from(flat, '--dir', output);
    expect(unsaid).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--market spot') });
    expect(unsaid.summary).toMatchObject({ adopted: 0, unknown: 15, reasons: { unknown_place: 15 } });
    const market = ['--market', 'spot', '--type', 'klines'];
    const wrong = await from(flat, '--dir', output, ...market, '--interval', '4h');
    expect(wrong).toMatchObject({ exitCode: 2, summary: { reasons: { other_interval: 15 } } });
    const misspelt = await from(flat, '--dir', output, '--market', 'spott', '--type', 'klines');
    expect(misspelt.stderr).toContain('--market is "spott"');
    const spelt = ['--market', 'SPOT', '--type', 'candles', '--interval', '60m'];
    const taken = await from(flat, '--dir', output, ...spelt);
    expect(taken.summary).toMatchObject({ adopted: 15, unknown: 0 });
    expect(taken.stderr).toContain('warning  --interval "60m" is read as 1h');
    await expectAllWhole(15);
    await mkdir(join(directory, 'empty'));
    const empty = await from(join(directory, 'empty'), '--dir', output);
    expect(empty).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/there are no files in .*empty/),
    });
    const as = ['--as', '/data/spot/daily/klines/BTCUSDT/1h/', '--dir', join(directory, 'second')];
    expect(await from(flat, ...as)).toMatchObject({ exitCode: 0, summary: { adopted: 15 } });
    const nowhere = await from(flat, '--as', 'lake/raw', '--dir', output);
    expect(nowhere).toMatchObject({ exitCode: 2, summary: { kind: 'error', code: 'config_invalid' } });
  });

  test('follows no symbolic links, and gives a reason for each file that it leaves', {
    tags: 'heavy',
  }, async () => {
    await folderOfAnotherTool();
    const outside = join(directory, 'outside');
    await cp(other(), outside, { recursive: true });
    await rm(join(other(), zip('03')));
    await symlink(join(outside, zip('03')), join(other(), zip('03')));
    await symlink(outside, join(other(), 'again'));
    await writeFile(join(other(), 'notes.txt'), 'x');
    await execa('mkfifo', [join(other(), 'BTCUSDT-1h-2025-07-20.zip')]);
    await cp(join(other(), zip('05')), join(other(), dirname(zip('05')), 'ETHUSDT-1h-2025-07-05.zip'));
    const { files, summary, exitCode } = await adopt();
    expect(exitCode).toBe(0);
    expect(summary).toMatchObject({
      adopted: 14,
      reasons: { symbolic_link: 2, not_a_file: 1, not_a_zip: 1, misplaced: 1 },
    });
    const left = files.filter(({ reason }) => reason !== null).map(({ path, reason }) => [path, reason]);
    expect(left).toContainEqual(['again', 'symbolic_link']);
    expect(left).toContainEqual(['notes.txt', 'not_a_zip']);
    const { stdout } = await startCommand(['adopt', other(), '--dir', output]);
    expect(stdout).toContain('notes.txt: not a zip');
    expect(stdout).toMatch(/^ +2 {2}symbolic link, not followed$/m);
  });

  test('folds what it leaves by reason and directory, sorted, at most a screenful; --json has each', {
    tags: 'heavy',
  }, async () => {
    await folderOfAnotherTool();
    const months = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0'));
    await mkdir(join(other(), 'sub'));
    for (const month of months) await writeFile(join(other(), 'sub', `BTCUSDT-1h-2025-${month}.zip`), 'x');
    for (const day of ['01', '02', '03']) await rm(join(other(), `${zip(day)}.CHECKSUM`));
    for (const name of ['b.txt', 'a\u001b[31m.txt']) await writeFile(join(other(), name), 'x');
    const folded = async () => {
      const { stdout } = await startCommand(['adopt', other(), '--dir', output, '--offline', '-q']);
      return stdout.split('\n').filter((line) => line !== '');
    };
    expect(await folded()).toEqual([
      'unknown    ./: 2 files, a\\x1b[31m.txt … b.txt: not a zip',
      'unknown    sub/: 12 files, BTCUSDT-1h-2025-01.zip … BTCUSDT-1h-2025-12.zip: neither path nor flags say its market and type',
      `unverified ${dirname(zip('01'))}/: 3 files, BTCUSDT-1h-2025-07-01.zip … BTCUSDT-1h-2025-07-03.zip`,
    ]);
    for (let at = 100; at < 200; at++) {
      await mkdir(join(other(), `x${at}`));
      for (const name of ['a', 'b']) await writeFile(join(other(), `x${at}`, name), '');
    }
    const lines = await folded();
    expect(lines).toHaveLength(17);
    expect(lines[2]).toBe('unknown    x100/: 2 files, a … b: not a zip');
    expect(lines.at(-1)).toBe('and 172 files more, see --json');
    const { files, summary } = await adopt('--offline');
    expect(files.filter(({ reason }) => reason === 'not_a_zip')).toHaveLength(202);
    expect(summary.reasons).toEqual({ not_a_zip: 202, unknown_place: 12 });
  });

  test('of a folder that is not there is refused', async () => {
    await serve();
    const { exitCode, stderr } = await startCommand(['adopt', other()]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no directory');
  });

  test('is refused while a collection works in the output directory', { tags: 'heavy' }, async () => {
    await folderOfAnotherTool();
    simulator.faults.add({ key: zip('15'), fault: { kind: 'hold', until: new Promise(() => {}) } });
    const { child } = await startUntil(1);
    const { exitCode, files, summary } = await adopt();
    expect([files, summary]).toMatchObject([[], { kind: 'error', code: 'output_in_use' }]);
    expect(exitCode).toBe(5);
    child.kill('SIGKILL');
    await child;
  });
});
