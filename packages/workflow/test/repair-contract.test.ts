import {
  appendFile,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordPath } from '@tapehaul/catalog-sqlite';
import { beforeEach, expect, test } from 'vitest';
import {
  everyRow,
  needlessFiles,
  type RepairedFile,
  type RepairSummary,
  repairFolder,
  repairReportSchema,
  resumeCollection,
} from '../src/index.ts';
import { collect, key, output, simulator, zipsBelow } from './archive.ts';
import { collectReported, haveCollection, inRecord, refusal, resumeReported } from './reported.ts';

let zips: string[] = [];
beforeEach(async () => {
  await haveCollection();
  zips = await zipsBelow(output);
});

async function repair(): Promise<{ files: RepairedFile[]; summary: RepairSummary }> {
  const lines = await Array.fromAsync(repairFolder(output));
  for (const line of lines) expect(repairReportSchema.parse(line)).toEqual(line);
  const files = lines.filter((line): line is RepairedFile => line.kind === 'repaired');
  const [summary, ...more] = lines.filter((line): line is RepairSummary => line.kind === 'summary');
  if (summary === undefined || more.length > 0) return expect.unreachable('a repair has one summary');
  expect(lines.at(-1)).toBe(summary);
  return { files, summary };
}
const statuses = (files: readonly RepairedFile[]) =>
  Object.fromEntries(files.map(({ path, status }) => [path, status]));
const damage = () => writeFile(recordPath(output), 'this is no database '.repeat(1_000));
const holdings = () =>
  inRecord(async (record) =>
    (await Array.fromAsync(everyRow(record.held()))).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  );

test('what is recorded anew of a file is what was recorded, except the run that did it', async () => {
  const before = await holdings();
  await rm(recordPath(output));
  const { summary } = await repair();
  const bytes = before.reduce((sum, held) => sum + held.bytes, 0);
  expect(summary).toMatchObject({
    record: 'rebuilt',
    files: { recorded: 3 },
    bytes,
    runs: 1,
    tables: 0,
    kept_as: null,
    not_restored: [],
  });
  const after = await holdings();
  const stable = after.map(({ runId: _, recordedAt: __, ...held }) => held);
  expect(stable).toEqual(before.map(({ runId: _, recordedAt: __, ...held }) => held));
  expect(await collect()).toMatchObject({
    collection_stats: { skipped_tasks: 3 },
    downloader_stats: { total_bytes: 0 },
  });
});

test('a damaged record is kept aside whole, and what it alone knew is named', async () => {
  await damage();
  const { summary } = await repair();
  expect(await readFile(summary.kept_as ?? '', 'utf8')).toContain('this is no database');
  expect(summary.kept_as).toMatch(/catalog\.malformed-\d{8}T\d{6}Z\.db$/);
  expect(summary.not_restored.join('\n')).toContain('log lines');
  expect(summary.record).toBe('rebuilt');
  expect((await repair()).summary).toMatchObject({ record: 'sound', kept_as: null });
  expect(await readdir(join(output, '.tapehaul'))).toContain(summary.kept_as?.split('/').at(-1));
});

test('earlier runs are in the record again with their ends, files and requests', async () => {
  simulator.faults.add({ key: /04\.zip$/, fault: { kind: 'status', status: 403 } });
  const failed = await collect({
    date_range: { start: '2025-07-01', end: '2025-07-04' },
    task_retry_attempts: 0,
  });
  const before = await inRecord(async (record) => (await record.runs()).rows);
  await rm(recordPath(output));
  expect((await repair()).summary).toMatchObject({ runs: 2 });
  const after = await inRecord(
    async (record) => (await record.runs({ flow: 'archive-collection-flow' })).rows,
  );
  const brief = (rows: typeof after) => rows.map(({ runId, state, startedAt }) => [runId, state, startedAt]);
  expect(brief(after)).toEqual(brief(before));
  // Its tasks are lost: the run is planned again, and fetches what is missing.
  simulator.faults.clear();
  expect(await resumeCollection(output, { runId: failed.run_id, failed: true })).toMatchObject({
    status: 'completed',
    run_id: failed.run_id,
    collection_stats: { total_tasks: 4, successful_tasks: 1, skipped_tasks: 3 },
  });
});

test.each([
  { endpoint: 'https://mirror.example', bucket: 'data.binance.vision' },
  { endpoint: 'https://mirror.example', bucket: 'lake', prefix: 'mirrors/binance' },
  { endpoint: 'https://mirror.example', bucket: 'lake', style: 'host', prefix: 'a b/ü' },
  { endpoint: 'http://127.0.0.1:9', bucket: 'data.binance.vision', style: 'none', prefix: 'copy' },
])('a run whose record is rebuilt is continued from the source that it had: %o', async (source) => {
  const { result } = await collectReported({ source }, { signal: AbortSignal.abort() });
  await rm(recordPath(output));
  await repair();
  const parameters = await inRecord(async (record) => (await record.run(result.run_id))?.parameters);
  expect(parameters).toMatchObject({ config: { source, symbols: ['BTCUSDT'] } });
  const stopped = await resumeReported({ runId: result.run_id, signal: AbortSignal.abort() });
  expect(stopped.result.metadata.source.address).toBe(result.metadata.source.address);
});

test('a repair is a run of the new record', async () => {
  await rm(recordPath(output));
  await repair();
  await inRecord(async (record) => {
    const [summary] = (await record.runs({ flow: 'repair' })).rows;
    expect(await record.run(summary?.runId ?? '')).toMatchObject({
      state: 'Completed',
      result: { files: { recorded: 3 } },
    });
  });
});

test('only what is proved is recorded; of everything else the report says why', async () => {
  const put = async (path: string, content = ''): Promise<void> => {
    await mkdir(dirname(join(output, path)), { recursive: true });
    await writeFile(join(output, path), content);
  };
  const [first = '', second = '', third = ''] = zips;
  const lone = first.replaceAll('01', '09').replaceAll('09h', '01h');
  await appendFile(join(output, first), 'x');
  await rm(join(output, second));
  await put(lone, 'no sidecar');
  const copied = `copy/${key('03')}`;
  await mkdir(dirname(join(output, copied)), { recursive: true });
  for (const part of ['', '.CHECKSUM'])
    await copyFile(join(output, third + part), join(output, copied + part));
  await copyFile(join(output, third), join(output, 'bronze', 'odd.zip'));
  await rm(recordPath(output));
  const { files, summary } = await repair();
  expect(statuses(files)).toMatchObject({
    [first]: 'changed',
    [second]: 'missing',
    [third]: 'recorded',
    [copied]: 'duplicate',
    [lone]: 'unproved',
    'bronze/odd.zip': 'unproved',
  });
  expect(summary.files).toEqual({ changed: 1, missing: 1, recorded: 1, duplicate: 1, unproved: 2 });
  expect((await holdings()).map((held) => held.path)).toEqual([third]);
});

test.each([
  ['empty', () => truncate(recordPath(output), 0)],
  ['cut off', async () => truncate(recordPath(output), (await stat(recordPath(output))).size >> 1)],
  ['of other bytes', damage],
])('a record that is %s is rebuilt, and the directory can be used as before', async (_, harm) => {
  await harm();
  expect((await repair()).summary).toMatchObject({ record: 'rebuilt', files: { recorded: 3 } });
  expect(await Array.fromAsync(needlessFiles(output))).toEqual([]);
  expect(await collect()).toMatchObject({ status: 'completed', collection_stats: { skipped_tasks: 3 } });
});

test('a directory that has nothing to rebuild from is refused, and stays as it is', async () => {
  await rm(output, { recursive: true });
  await mkdir(output);
  const error = await refusal(repair(), 'config_invalid', 'nothing to rebuild', 'nothing was written');
  expect(error.exitCode).toBe(2);
  expect(await readdir(output)).toEqual([]);
  await refusal(
    Array.fromAsync(repairFolder(join(output, 'none'))),
    'config_invalid',
    'there is no directory',
  );
});

test('a folder of files and sidecars that was never collected into gets a record', async () => {
  await rm(join(output, '.tapehaul'), { recursive: true });
  await rm(join(output, '_runs'), { recursive: true });
  expect((await repair()).summary).toMatchObject({ record: 'rebuilt', files: { recorded: 3 }, runs: 0 });
  expect((await holdings()).map(({ key: name, proof }) => [name, proof])).toEqual(
    ['01', '02', '03'].map((day) => [key(day), 'sidecar']),
  );
});
