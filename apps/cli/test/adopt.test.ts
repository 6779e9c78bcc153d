import { appendFile, cp, glob, mkdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collect, expectAllWhole, output, simulator, startCommand } from './collection.ts';
import { adopt, folderOfAnotherTool, other, zip, zipsBelow } from './folder-of-another-tool.ts';

describe('adopt', () => {
  test('takes what is proved, reports the rest, and a collection fetches only that', async () => {
    await folderOfAnotherTool();
    await rm(join(other(), `${zip('05')}.CHECKSUM`));
    await appendFile(join(other(), zip('06')), 'x');
    await cp(join(other(), zip('07')), join(other(), 'loose.zip'));
    await mkdir(join(other(), 'later', dirname(zip('08'))), { recursive: true });
    await cp(join(other(), zip('08')), join(other(), 'later', zip('08')));

    const first = await adopt();
    expect(first.summary).toMatchObject({ adopted: 14, held: 0, failed: 1, unknown: 1, duplicate: 1 });
    expect(first.summary.reasons).toEqual({ unknown_name: 1, duplicate: 1 });
    expect(first.exitCode).toBe(6);
    expect(first.files.find(({ status }) => status === 'failed')).toMatchObject({
      path: zip('06'),
      error: { code: 'checksum_disputed' },
    });
    // Of the archive only the missing sidecar was requested, and that of the file which its own contradicts.
    const requested = simulator.requests.list().map(({ key }) => key);
    expect(requested.toSorted()).toEqual([`${zip('05')}.CHECKSUM`, `${zip('06')}.CHECKSUM`]);
    await expectAllWhole(14);

    const second = await adopt();
    expect(second.summary).toMatchObject({ adopted: 0, held: 14, failed: 1 });
    const { result } = await collect();
    expect(result.downloader_stats).toMatchObject({ files_downloaded: 1, cache_hits: 14 });
    await expectAllWhole(15);
    expect((await startCommand(['verify', output])).stdout).toContain('15 intact');
    expect(await zipsBelow(other())).toHaveLength(17);
  });

  test('with --move removes what it has adopted, and nothing else', async () => {
    await folderOfAnotherTool();
    await appendFile(join(other(), zip('06')), 'x');
    expect((await adopt('--move')).summary).toMatchObject({ adopted: 14, failed: 1 });
    expect(await zipsBelow(other())).toEqual([zip('06')]);
    await expectAllWhole(14);
  });

  test('with --move continues with what was taken before, and leaves another version of it', {
    tags: 'heavy',
  }, async () => {
    await folderOfAnotherTool();
    expect((await adopt()).summary).toMatchObject({ adopted: 15 });
    await appendFile(join(other(), zip('06')), 'x');
    await mkdir(join(other(), zip('20')));
    const { summary, exitCode } = await adopt('--move');
    expect(summary).toMatchObject({ adopted: 0, held: 15, failed: 0 });
    expect(exitCode).toBe(0);
    expect((await zipsBelow(other())).toSorted()).toEqual([zip('06'), zip('20')]);
    await expectAllWhole(15);
  });

  test('keeps the times of files, and does not take its own output for files of the folder', {
    tags: 'heavy',
  }, async () => {
    await folderOfAnotherTool();
    const then = new Date('2025-08-01T00:00:00Z');
    await utimes(join(other(), zip('05')), then, then);
    const into = ['--dir', join(other(), 'mine')];
    expect((await adopt(...into)).summary).toMatchObject({ adopted: 15 });
    expect((await adopt(...into)).summary).toMatchObject({ adopted: 0, held: 15, duplicate: 0 });
    const [copy = ''] = await Array.fromAsync(glob('mine/bronze/**/*-05.zip', { cwd: other() }));
    expect((await stat(join(other(), copy))).mtimeMs).toBe(then.getTime());
  });

  test('offline leaves files without a sidecar unverified, and a collection proves them', {
    tags: 'heavy',
  }, async () => {
    await folderOfAnotherTool();
    await rm(join(other(), `${zip('05')}.CHECKSUM`));
    const { summary, exitCode } = await adopt('--offline', '--move');
    expect(summary).toMatchObject({ adopted: 14, unverified: 1 });
    expect(exitCode).toBe(0);
    expect(simulator.requests.count()).toBe(0);
    expect(await zipsBelow(other())).toEqual([zip('05')]);
    const { result } = await collect();
    expect(result.downloader_stats).toMatchObject({ files_downloaded: 0, cache_hits: 15 });
    await expectAllWhole(15);
  });

  test('of the output directory itself brings files in place and records them', {
    tags: 'heavy',
  }, async () => {
    await folderOfAnotherTool();
    const { stdout } = await startCommand(['adopt', other(), '--dir', other(), '--set', 'layout=archive']);
    expect(stdout).toContain('15 already held');
    const { result } = await collect({ layout: 'archive', output_directory: other() });
    expect(result.downloader_stats).toMatchObject({ files_downloaded: 0, cache_hits: 15 });
  });
});
