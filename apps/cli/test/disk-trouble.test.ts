import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { syntheticSource } from '@tapehaul/archive-simulator';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import {
  command,
  continueRun,
  directory,
  expectAllWhole,
  output,
  request,
  serve,
  simulator,
  start,
  startUntil,
} from './collection.ts';

const lines = async (file: string) =>
  (await readFile(join(directory, file), 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** Runs a script in which `TAPEHAUL` is the command, with a small file system at the output directory that only it sees. */
async function onSmallDisk(size: string, script: string): Promise<void> {
  const config = {
    output_directory: output,
    ...request,
    date_range: { start: '2025-01-01', end: '2025-06-30' },
    check_free_space: false,
  };
  await writeFile(join(directory, 'config.json'), JSON.stringify({ ...config, partition: 'daily' }));
  const whole = `mkdir out && mount -t tmpfs -o size=${size} tmpfs out\n${script}`;
  const text = whole.replaceAll('TAPEHAUL', `"${process.execPath}" "${command}"`);
  await execa('unshare', ['--mount', '--map-root-user', 'sh', '-c', text], {
    cwd: directory,
    env: { TAPEHAUL_SOURCE_ENDPOINT: simulator.url },
  });
}

describe('a disk that is full in the middle of a run', () => {
  test('is named where not even a record has room, and a directory in place of a record is named, too', {
    tags: 'heavy',
  }, async () => {
    await serve();
    await onSmallDisk(
      '8k',
      'TAPEHAUL collect config.json 2> full.txt; echo $? > status.txt; TAPEHAUL collect config.json --json > lines.txt; TAPEHAUL plan config.json --set planning=matrix > plan.txt 2>&1; mkdir -p other/.tapehaul/catalog.db; TAPEHAUL runs --dir other 2> other.txt || true',
    );
    const full = await readFile(join(directory, 'full.txt'), 'utf8');
    expect(full).toMatch(
      /the record .*out.*: the disk is full: [\d,]+ bytes free, and a record needs at least [\d,]+ bytes/,
    );
    expect(full).toContain('Free some space');
    const { facts } = (await lines('lines.txt')).at(-1);
    expect(facts.needed_bytes).toBeGreaterThan(facts.free_bytes);
    // What it advises to do works there.
    expect(await readFile(join(directory, 'plan.txt'), 'utf8')).toMatch(/Disk +about \S+ \wB/);
    expect((await readFile(join(directory, 'status.txt'), 'utf8')).trim()).toBe('7');
    expect(await readFile(join(directory, 'other.txt'), 'utf8')).toContain('is a directory, expected a file');
  });

  test('ends it with a clear error; what is recorded stays true, and it continues once there is space', async () => {
    await serve();
    await onSmallDisk(
      '800k',
      `TAPEHAUL collect config.json --json > first.txt; echo $? > first-status.txt
       (cd out && find bronze -name '*.zip' | sort) > first-files.txt
       (cd out && find bronze -name '*.CHECKSUM' -execdir sha256sum -c --quiet {} + ) > first-check.txt 2>&1
       mount -o remount,size=64m out
       TAPEHAUL resume --dir out --json > second.txt; echo $? > second-status.txt
       (cd out && sha256sum -c --quiet _runs/*/SHA256SUMS && find bronze -name '*.zip' | wc -l) > second-check.txt 2>&1
       ls -A out/.tapehaul out/.tapehaul/staging > second-state.txt`,
    );
    const first = (await lines('first.txt')).at(-1);
    expect(first).toMatchObject({ kind: 'result', status: 'failed' });
    expect(['disk_full', 'catalog_failed']).toContain(first.error.code);
    expect(first.error.hint).toMatch(/free/i);
    expect((await readFile(join(directory, 'first-status.txt'), 'utf8')).trim()).toBe('7');
    // What it stopped is not reported as failed.
    const failed = (await lines('first.txt')).filter((it) => it.kind === 'file' && it.error !== null);
    expect(failed).toHaveLength(first.failures.length);
    expect(new Set(failed.map(({ key }) => key)).size).toBe(failed.length);
    const had = (await readFile(join(directory, 'first-files.txt'), 'utf8')).trim().split('\n');
    expect(had.length).toBeGreaterThan(10);
    expect(await readFile(join(directory, 'first-check.txt'), 'utf8')).toBe('');

    expect((await readFile(join(directory, 'second-status.txt'), 'utf8')).trim()).toBe('0');
    expect((await lines('second.txt')).at(-1)).toMatchObject({ status: 'completed', run_id: first.run_id });
    expect((await readFile(join(directory, 'second-check.txt'), 'utf8')).trim()).toBe('181');
    for (const { key } of (await lines('first.txt')).filter(
      (it) => it.kind === 'file' && it.error === null,
    )) {
      expect(simulator.requests.count({ key, method: 'GET' })).toBe(1);
    }
  });

  test('and is too small for the plan is refused before the first byte, unless it is not to be checked', {
    tags: 'heavy',
  }, async () => {
    await serve();
    await onSmallDisk(
      '700k',
      `TAPEHAUL plan config.json > plan.txt
       TAPEHAUL collect config.json --json --set check_free_space=true > first.txt; echo $? > first-status.txt
       find out/bronze -name '*.zip' 2> none.txt | wc -l > first-files.txt
       mount -o remount,size=64m out
       TAPEHAUL resume --dir out --json --set check_free_space=true > second.txt; echo $? > second-status.txt
       TAPEHAUL collect config.json --json --set check_free_space=true > third.txt; echo $? > third-status.txt`,
    );
    expect(await readFile(join(directory, 'plan.txt'), 'utf8')).toMatch(
      /Warning +only \S+ kB are free in .*refuse/,
    );
    expect((await lines('first.txt')).at(-1)).toMatchObject({
      status: 'failed',
      exit_code: 7,
      error: {
        code: 'disk_full',
        hint: expect.stringContaining('--set check_free_space=false'),
        facts: { files: 181, needed_bytes: expect.any(Number), free_bytes: expect.any(Number) },
      },
    });
    expect((await readFile(join(directory, 'first-status.txt'), 'utf8')).trim()).toBe('7');
    expect((await readFile(join(directory, 'first-files.txt'), 'utf8')).trim()).toBe('0');
    expect((await readFile(join(directory, 'second-status.txt'), 'utf8')).trim()).toBe('0');
    // What is held already needs no room.
    expect((await lines('third.txt')).at(-1)).toMatchObject({ status: 'completed' });
    expect((await readFile(join(directory, 'third-status.txt'), 'utf8')).trim()).toBe('0');
  });

  test('that is read-only when a run is to continue says so, and changes nothing', {
    tags: 'heavy',
  }, async () => {
    await serve();
    await onSmallDisk(
      '64m',
      `TAPEHAUL collect config.json --json > first.txt & collector=$!
       until grep -q '"planned"' first.txt; do :; done
       kill -KILL $collector; wait $collector
       mount -o remount,ro out
       TAPEHAUL resume --dir out --json > second.txt; echo $? > second-status.txt
       mount -o remount,rw out
       TAPEHAUL collect config.json --json > third.txt; echo $? > third-status.txt`,
    );
    expect((await lines('second.txt')).at(-1)).toMatchObject({
      kind: 'error',
      code: 'disk_failed',
      message: `the output directory ${output} cannot be used: its file system is read-only`,
    });
    expect((await readFile(join(directory, 'second-status.txt'), 'utf8')).trim()).toBe('7');
    expect((await readFile(join(directory, 'third-status.txt'), 'utf8')).trim()).toBe('0');
  });
});

describe('a catalog that cannot be written in the middle of a run', () => {
  test('does not hide that the run was stopped', async () => {
    await serve({ source: syntheticSource({ maxRows: 100 }), latencyMs: 50 });
    const { child, events, until } = await startUntil(3, { max_parallel_downloads: 1 });
    const other = new DatabaseSync(join(output, '.tapehaul', 'catalog.db'));
    other.exec('BEGIN IMMEDIATE');
    child.kill('SIGTERM');
    await until(() => events.some(({ kind }) => kind === 'stopping'));
    const { exitCode } = await child;
    other.exec('ROLLBACK');
    other.close();
    expect(events.at(-1)).toMatchObject({ kind: 'result', status: 'cancelled', exit_code: 143 });
    expect(exitCode).toBe(143);
    expect((await continueRun('resume')).exitCode).toBe(0);
    await expectAllWhole(15);
  });

  test('ends it with a clear error, and it continues once it can', { tags: 'heavy' }, async () => {
    await serve({ source: syntheticSource({ maxRows: 100 }), latencyMs: 50 });
    const child = start({ max_parallel_downloads: 1 });
    let files = 0;
    await new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (JSON.parse(line).kind === 'file' && ++files === 3) resolve();
      });
    });
    const other = new DatabaseSync(join(output, '.tapehaul', 'catalog.db'));
    other.exec('BEGIN IMMEDIATE');
    const { exitCode, stdout } = await child;
    other.exec('ROLLBACK');
    other.close();
    expect(exitCode).toBe(7);
    const result = JSON.parse(String(stdout).trim().split('\n').at(-1) ?? '');
    expect(result).toMatchObject({ status: 'failed', error: { code: 'catalog_failed' } });
    const again = await continueRun('resume');
    expect(again.exitCode).toBe(0);
    expect(again.result.run_id).toBe(result.run_id);
    await expectAllWhole(15);
  });
});
