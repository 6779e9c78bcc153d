import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { folderSource } from '@tapehaul/archive-simulator';
import { openCatalog, recordPath, sqliteRecords } from '@tapehaul/catalog-sqlite';
import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { builtMonth, foundRows } from '@tapehaul/testkit/record';
import { closeQuietly, openRecord } from '@tapehaul/workflow';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  collect,
  continueRun,
  mirror,
  output,
  serve,
  simulator,
  startCommand,
  startUntil,
} from './collection.ts';
import { recordContents } from './record-contents.ts';

let postgres: Postgres;
let databases = 0;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.close());
afterEach(() => void vi.unstubAllEnvs());

const key = (day: string) => `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-${day}.zip`;

/** Another version of a file, with a sidecar that fits it or does not. */
async function replace(folder: string, day: string, sidecar?: string): Promise<void> {
  const other = await readFile(join(folder, key('02')));
  const digest = sidecar ?? createHash('sha256').update(other).digest('hex');
  await writeFile(join(folder, key(day)), other);
  await writeFile(join(folder, `${key(day)}.CHECKSUM`), `${digest}  ${basename(key(day))}`);
}

/** A record with all that one can have: versions, changes, a dispute, gaps, failures, retries, findings, and a run that crashed. */
async function collectMuch(): Promise<void> {
  await serve();
  const days = Array.from({ length: 13 }, (_, day) => `2025-07-${String(day + 1).padStart(2, '0')}`);
  const folder = await mirror(days);
  await simulator.close();
  await serve({ source: folderSource(folder) });
  const listing = { planning: 'listing', recheck: { listing_days: 0, disk: 'all' } };
  simulator.faults.add({ key: key('05'), times: 1, fault: { kind: 'status', status: 500 } });
  simulator.faults.add({ key: key('06'), fault: { kind: 'status', status: 403 } });
  await collect({ ...listing, task_retries: 1 });
  simulator.faults.clear();
  await continueRun('retry', '--failed');
  simulator.faults.add({ key: key('07'), fault: { kind: 'status', status: 403 } });
  await rm(join(output, 'bronze'), { recursive: true });
  await replace(folder, '01');
  await replace(folder, '03', createHash('sha256').update('stale').digest('hex'));
  await collect({ ...listing, symbols: ['BTCUSDT', 'NOSUCHUSDT'] });
  const catalog = openCatalog(recordPath(output));
  const runId = (await catalog.runs()).rows[0]?.runId ?? '';
  catalog.recordPartition(builtMonth(runId, 'BTCUSDT', '2025-07'), [
    foundRows('BTCUSDT', '2025-07-02', { rule: 'ohlc', severity: 'error', count: 1, sample: '9,8,7,6' }),
    foundRows('BTCUSDT', '2025-07-04'),
  ]);
  catalog.recordPartition(builtMonth(runId, 'BTCUSDT', '2025-06'), [foundRows('BTCUSDT', '2025-06-04')]);
  await catalog.close();
  simulator.faults.add({ key: /\.zip$/, after: 9, fault: { kind: 'stall', afterBytes: 10 } });
  const { child } = await startUntil(2, { force_redownload: true, max_parallel_downloads: 1 });
  child.kill('SIGKILL');
  await child;
}

/** What the record of the output directory shows: that in the database of a URL, or that in the file, which no command reads once it was copied. */
async function contents(url: string) {
  vi.stubEnv('TAPEHAUL_RECORD_URL', url);
  const record = await (url === '' ? sqliteRecords.read(output) : openRecord(output));
  try {
    return await recordContents(record);
  } finally {
    await closeQuietly(record);
    vi.unstubAllEnvs();
  }
}

const migrate = (url: string, ...args: readonly string[]) =>
  startCommand(['migrate', '--from', output, ...args], { TAPEHAUL_RECORD_URL: url });

const newDatabase = () => postgres.createDatabase(`copies${++databases}`);

describe('a record that is copied from its file into a database', () => {
  test('shows the same by every way of reading it, and the run that crashed is continued there', async () => {
    await collectMuch();
    const url = await newDatabase();
    const before = await contents('');
    const { stdout, exitCode } = await migrate(url, '--json');
    expect(exitCode).toBe(0);
    const [, copied] = stdout.split('\n').map((line) => JSON.parse(line));
    expect(copied).toMatchObject({ kind: 'copied', from: recordPath(output), runs: 3, partitions: 2 });
    const after = await contents(url);
    for (const part of Object.keys(before)) {
      expect(before[part], part).not.toEqual([]);
      expect({ [part]: after[part] }).toEqual({ [part]: before[part] });
    }
    expect(await contents('')).toEqual(before);
    simulator.faults.clear();
    const env = { TAPEHAUL_RECORD_URL: url };
    const resumed = await startCommand(['resume', '--dir', output], env);
    expect(resumed.stdout).toContain('Completed');
    const shown = await startCommand(['runs', '--dir', output, '--json'], env);
    expect(JSON.parse(shown.stdout.split('\n')[0] ?? '')).toMatchObject({
      state: expect.stringMatching(/^Completed/),
    });
    // The file knows nothing of that, and no command writes to it any more.
    expect(await contents('')).toEqual(before);
    expect(await startCommand(['collect', join(output, '../config.json')])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringMatching(
        /the record of .* is in the database copies\d+ on 127.*\nSet TAPEHAUL_RECORD_URL .* remove .*\.tapehaul\/record\.json\.$/,
      ),
    });
    expect(await startCommand(['runs', '--dir', output])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining('is in the database copies'),
    });
    await rm(join(output, '.tapehaul/record.json'));
    expect((await collect()).result).toMatchObject({ status: 'completed' });
  });

  test('is copied once, and not while a run works in the directory, nor from where there is none', async () => {
    await serve();
    const url = await newDatabase();
    expect(await migrate(url)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('has no record in a file'),
    });
    simulator.faults.add({ key: /\.zip$/, after: 2, fault: { kind: 'stall', afterBytes: 10 } });
    const { child } = await startUntil(2, { max_parallel_downloads: 1 });
    expect(await migrate(url)).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('has been writing to this directory'),
    });
    child.kill('SIGKILL');
    await child;
    // A command that meets the database before the copy makes no second record.
    const runs = await startCommand(['runs', '--dir', output], { TAPEHAUL_RECORD_URL: url });
    expect(runs).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining(`tapehaul migrate --from ${output}`),
    });
    const collected = await startCommand(['collect', join(output, '../config.json')], {
      TAPEHAUL_RECORD_URL: url,
    });
    expect(collected).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('not in the database') });
    expect(await migrate(url)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 run, ') });
    expect(await migrate(url)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('there is a record already'),
    });
  });
});
