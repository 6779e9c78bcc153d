import { copyFile, mkdir, open, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { repairJsonSchema } from '../src/json/output-schema.ts';
import { lastLine, type Trial, trial } from './slow.ts';

const recordOf = ({ output }: Trial): string => join(output, '.tapehaul', 'catalog.db');
const isRepairLine = new Ajv2020({ strict: false }).compile(repairJsonSchema());

/** Repairs the record of a trial: its exit status, its lines by status of file, and the summary. */
async function repaired(it: Trial) {
  const { stdout, stderr, exitCode } = await it.run(['repair', it.output, '--json']);
  const lines = String(stdout)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  expect(lines.filter((line) => !isRepairLine(line))).toEqual([]);
  return { exitCode, stderr, files: lines.slice(0, -1), summary: lines.at(-1) };
}

/** What the command says of what is held, line by line. */
/** What is said of each day. What a plan went by is not among what repair restores. */
async function coverage(it: Trial): Promise<string> {
  const { stdout } = await it.run(['coverage', '--dir', it.output, '--json']);
  return String(stdout).replaceAll(/"planned_by":[^,]+,/g, '');
}

describe.concurrent('repair', () => {
  test('rebuilds a record that is no database any more from files, sidecars, manifests and metadata', async () => {
    await using it = await trial();
    const first = lastLine(await it.collect({ planning: 'listing' }));
    const before = await coverage(it);
    await writeFile(recordOf(it), 'x'.repeat(20_000));
    const { exitCode, files, summary } = await repaired(it);
    expect(exitCode).toBe(0);
    expect(files.map(({ status }) => status)).toEqual(Array(15).fill('recorded'));
    expect(summary).toMatchObject({ record: 'rebuilt', files: { recorded: 15 }, runs: 1 });
    expect(summary.not_restored.join()).toContain('log lines');
    // The damaged one is kept as it was.
    const kept = await open(summary.kept_as);
    expect((await kept.stat()).size).toBe(20_000);
    await kept.close();
    expect(await coverage(it)).toBe(before);
    expect(lastLine(await it.run(['runs', '--dir', it.output, '--json']))).toMatchObject({
      run_id: first.run_id,
      state: 'Completed',
    });
    // A collection takes all as it is, also by a listing: ETags and dates are known again.
    const fetched = it.archive.requests.count({ method: 'GET', key: /\.zip/ });
    const again = lastLine(await it.collect({ planning: 'listing' }));
    expect(again).toMatchObject({ status: 'completed', downloader_stats: { cache_hits: 15 } });
    expect(it.archive.requests.count({ method: 'GET', key: /\.zip/ })).toBe(fetched);
    expect((await repaired(it)).summary).toMatchObject({ record: 'sound' });
  });

  test('salvages what a damaged record still shows', { tags: 'heavy' }, async () => {
    await using it = await trial();
    it.archive.faults.add({
      key: /2025-07-03/,
      operation: 'object',
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    const first = lastLine(await it.collect({ task_retry_attempts: 0 }));
    expect(first.status).toBe('completed_with_failures');
    await rm(join(it.output, '_runs'), { recursive: true });
    const database = new DatabaseSync(recordOf(it));
    const [row] = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'objects'").all();
    database.close();
    const file = await open(recordOf(it), 'r+');
    await file.write(Buffer.alloc(4_096, 0xa5), 0, 4_096, (Number(row?.rootpage) - 1) * 4_096);
    await file.close();
    expect((await it.run(['coverage', '--dir', it.output, '--json'])).exitCode).toBeDefined();
    const { exitCode, summary } = await repaired(it);
    expect(exitCode).toBe(0);
    expect(summary).toMatchObject({ record: 'rebuilt', files: { recorded: 14 }, runs: 1 });
    expect(summary.not_restored.join()).toContain('ETags and dates of files');
    const shown = lastLine(await it.run(['show', '--dir', it.output, '--json']));
    expect(shown).toMatchObject({ run_id: first.run_id, state: 'CompletedWithGaps' });
    // A run that is continued is planned again: nothing that is held is fetched.
    it.archive.faults.clear();
    const fetched = it.archive.requests.count({ method: 'GET', key: /\.zip$/ });
    expect(await it.run(['retry', '--dir', it.output])).toMatchObject({ exitCode: 0 });
    expect(it.archive.requests.count({ method: 'GET', key: /\.zip$/ })).toBe(fetched + 1);
  });

  test('records only what is proved, and says what it left out', { tags: 'heavy' }, async () => {
    await using it = await trial();
    await it.collect({});
    const days = join(it.output, 'bronze/binance/spot/klines/symbol=BTCUSDT/year=2025/month=07');
    const zip = async (day: string): Promise<string> => {
      const folder = join(days, `day=${day}`);
      const name = (await readdir(folder)).find((it) => it.endsWith('.zip')) ?? '';
      return join(folder, name);
    };
    await writeFile(await zip('03'), 'changed');
    await rm(await zip('04'));
    await writeFile(join(it.output, 'bronze', 'other.zip'), 'foreign');
    await rm(recordOf(it));
    const { exitCode, summary } = await repaired(it);
    expect(exitCode).toBe(6);
    expect(summary.files).toEqual({ recorded: 13, changed: 1, missing: 1, unproved: 1 });
    expect(summary.kept_as).toBeNull();
    // The two are fetched again.
    expect(lastLine(await it.collect({}))).toMatchObject({
      status: 'completed',
      downloader_stats: { files_downloaded: 2, cache_hits: 13 },
    });
  });

  test('shows names of files as they are: none makes a line of its own', async () => {
    await using it = await trial();
    await mkdir(join(it.output, 'bronze'), { recursive: true });
    await writeFile(join(it.output, 'bronze', 'a\nFORGED \u001b[31mred.zip'), 'foreign');
    const { stdout } = await it.run(['repair', it.output]);
    expect(stdout).toContain('a\\nFORGED \\x1b[31mred.zip');
    expect(stdout).not.toMatch(/^FORGED/m);
  });

  test('is refused while another process uses the record', async () => {
    await using it = await trial();
    await it.collect({});
    // This process still has the deleted file open; writes to it would be lost.
    const other = new DatabaseSync(recordOf(it));
    await rm(recordOf(it));
    const said = await it.run(['repair', it.output]);
    expect(said.exitCode).toBe(5);
    expect(said.stderr).toContain(`process ${process.pid} has the record`);
    other.close();
    expect((await repaired(it)).exitCode).toBe(0);
  });

  test('of a directory without files or runs is refused, and writes nothing', async () => {
    await using it = await trial();
    const empty = join(it.directory, 'empty');
    await mkdir(join(empty, 'inner'), { recursive: true });
    const said = await it.run(['repair', empty]);
    expect(said).toMatchObject({ exitCode: 2, stdout: '' });
    expect(said.stderr).toContain(`${empty} has nothing to rebuild a record from`);
    expect(await readdir(empty)).toEqual(['inner']);
  });

  test('rebuilds a record without content, also once a command has opened it; runs show how many files they had', {
    tags: 'heavy',
  }, async () => {
    await using it = await trial();
    await it.collect({});
    const before = await coverage(it);
    await truncate(recordOf(it), 0);
    await rm(`${recordOf(it)}-wal`, { force: true });
    const unread = await it.run(['runs', '--dir', it.output]);
    expect(unread).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('tapehaul repair') });
    await rm(recordOf(it));
    // As an earlier version left it: of the present form, with nothing in it.
    await it.run(['adopt', join(it.output, '..', 'out', '_runs'), '--dir', join(it.directory, 'other')]);
    await copyFile(join(it.directory, 'other', '.tapehaul', 'catalog.db'), recordOf(it));
    const database = new DatabaseSync(recordOf(it));
    database.exec('DELETE FROM run_states; DELETE FROM runs');
    database.close();
    expect((await repaired(it)).summary).toMatchObject({ record: 'rebuilt', files: { recorded: 15 } });
    expect(await coverage(it)).toBe(before);
    const runs = String((await it.run(['runs', '--dir', it.output, '--json'])).stdout);
    expect(JSON.parse(runs)).toMatchObject({ state: 'Completed', files: 15, failed: 0 });
    expect((await it.run(['show', '--dir', it.output])).stdout).toContain('15 files');
  });

  test('of a folder that is none is refused', async () => {
    await using it = await trial();
    const said = await it.run(['repair', join(it.directory, 'none')]);
    expect(said.exitCode).toBe(2);
    expect(said.stderr).toContain('there is no directory');
  });
});
