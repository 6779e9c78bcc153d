import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { recordPath } from '@tapehaul/catalog-sqlite';
import { CODES, type ErrorCode, type ErrorRecord, TapehaulError } from '@tapehaul/errors';
import { expect, test } from 'vitest';
import {
  type CollectionResult,
  collectionResultSchema,
  createCollectionMetrics,
  exitOfFailures,
  type FileCounts,
  fileCounts,
  resumeCollection,
} from '../src/index.ts';
import { collect, key, output, simulator, zipsBelow } from './archive.ts';
import { collectReported, inRecord } from './reported.ts';

const sizes = async (): Promise<number> => {
  const zips = await zipsBelow(output);
  const found = await Promise.all(zips.map((path) => stat(join(output, path))));
  return found.reduce((sum, { size }) => sum + size, 0);
};
const runFile = ({ run_id }: CollectionResult, name: string): Promise<string> =>
  readFile(join(output, '_runs', run_id, name), 'utf8');
const errorOf = (code: ErrorCode): ErrorRecord => new TapehaulError(code, code).toJSON();

test('the figures of a first run are those of the disk and of what the server has sent', async () => {
  const result = await collect();
  const bytes = await sizes();
  expect(result).toMatchObject({
    kind: 'result',
    status: 'completed',
    exit_code: 0,
    error: null,
    output_directory: output,
    catalog: recordPath(output),
    ingestion_metadata_id: `archive-collection-${result.run_id}`,
    storage_zones_used: ['bronze'],
    success_rate: 100,
    verdicts: [],
    absent: [],
    failures: [],
  });
  expect(result.collection_stats).toMatchObject({
    total_tasks: 3,
    successful_tasks: 3,
    failed_tasks: 0,
    skipped_tasks: 0,
    total_size_bytes: bytes,
    success_rate: 100,
  });
  expect(result.downloader_stats).toMatchObject({
    files_downloaded: 3,
    files_failed: 0,
    cache_hits: 0,
    fall_backs: 0,
    batches_processed: 0,
    s5cmd_available: false,
  });
  // The page that shows that the source answers belongs to no file.
  const sidecars = await Promise.all(
    (await zipsBelow(output)).map((path) => stat(join(output, `${path}.CHECKSUM`))),
  );
  const moved = sidecars.reduce((sum, { size }) => sum + size, bytes);
  expect(result.downloader_stats.total_bytes).toBe(moved);
});

test('the figures of a second run count files in place, and nothing moves', async () => {
  const first = await collect();
  const second = await collect({ recheck: { listing_days: 0 } });
  expect(second.run_id).not.toBe(first.run_id);
  expect(second.collection_stats).toMatchObject({
    total_tasks: 3,
    successful_tasks: 0,
    skipped_tasks: 3,
    total_size_bytes: first.collection_stats.total_size_bytes,
    success_rate: 100,
  });
  expect(second.downloader_stats).toMatchObject({ cache_hits: 3, total_bytes: 0, download_time: 0 });
});

test('a result is plain data that its schema accepts, whole and with failures', async () => {
  simulator.faults.add({ key: /02\.zip$/, fault: { kind: 'status', status: 403 } });
  simulator.faults.add({ key: /03\.zip$/, fault: { kind: 'missing' } });
  const result = await collect({ data_types: ['klines', 'fundingRate'] });
  expect(collectionResultSchema.parse(result)).toEqual(result);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  expect(result).toMatchObject({
    status: 'completed_with_failures',
    exit_code: 3,
    error: null,
    absent: [key('03')],
    failures: [{ key: key('02'), attempts: 1, error: { code: 'access_denied', retry: 'never' } }],
    verdicts: [
      { data_type: 'fundingRate', verdict: 'never_existed', first: '2025-07-01', last: '2025-07-03' },
    ],
    // A file that the archive does not have is not needed.
    collection_stats: {
      total_tasks: 3,
      successful_tasks: 1,
      failed_tasks: 1,
      skipped_tasks: 1,
      success_rate: 50,
    },
    downloader_stats: { files_downloaded: 1, files_failed: 1, success_rate: 50 },
  });
});

test('a file that contradicts its checksum gives the run exit status 6, one that cannot be put in place 7', async () => {
  simulator.faults.add({ key: /01\.zip$/, fault: { kind: 'alter' } });
  const disputed = await collect({ task_retry_attempts: 0 });
  expect(disputed).toMatchObject({ exit_code: 6, failures: [{ error: { code: 'checksum_disputed' } }] });
  expect(disputed.metadata.files).toMatchObject({ Corrupt: { tasks: 1 }, Completed: { tasks: 2 } });
  simulator.faults.clear();
  const placed = (await zipsBelow(output)).find((path) => path.endsWith('07-02.zip')) ?? '';
  const blocked = join(output, placed.replace('day=02', 'day=01').replace('07-02', '07-01'));
  await mkdir(join(blocked, 'in the way'), { recursive: true });
  const result = await collect({ task_retry_attempts: 0, force_redownload: true });
  expect(result).toMatchObject({
    exit_code: 7,
    failures: [{ key: key('01'), error: { code: 'target_blocked' } }],
  });
  expect(result.failures[0]?.error.hint).toBeTruthy();
});

test('failures call for 6 before 7 before 3, whatever their order', () => {
  const codes = Object.keys(CODES).filter((code): code is ErrorCode => code in CODES);
  const expected = (some: readonly ErrorCode[]): number =>
    [6, 7].find((exit) => some.some((code) => CODES[code].exit === exit)) ?? 3;
  for (const one of codes) {
    for (const other of codes) {
      const [pair, turned] = [
        [one, other],
        [other, one],
      ] as const;
      expect(exitOfFailures(pair.map(errorOf)), pair.join()).toBe(expected(pair));
      expect(exitOfFailures(turned.map(errorOf)), turned.join()).toBe(expected(pair));
    }
  }
});

test('metadata.json, the manifest and SHA256SUMS describe the files, and sha256sum proves them', async () => {
  simulator.faults.add({ key: /03\.zip$/, fault: { kind: 'missing' } });
  const result = await collect();
  expect(JSON.parse(await runFile(result, 'metadata.json'))).toEqual(result.metadata);
  expect(result.metadata).toMatchObject({
    run_id: result.run_id,
    flow: 'archive-collection-flow',
    status: 'completed',
    storage: output,
    files: { Completed: { tasks: 2 }, Absent: { tasks: 1, bytes: 0 } },
    request: { symbols: ['BTCUSDT'], date_range: { start: '2025-07-01', end: '2025-07-03' } },
    manifest: 'manifest.ndjson',
    checksums: 'SHA256SUMS',
  });
  const rows = (await runFile(result, 'manifest.ndjson'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map((row) => [row.key, row.verdict])).toEqual([
    [key('01'), 'proved'],
    [key('02'), 'proved'],
    [key('03'), 'absent'],
  ]);
  for (const { path, size, sha256, published_sha256, run } of rows.slice(0, 2)) {
    const content = await readFile(join(output, path));
    const digest = createHash('sha256').update(content).digest('hex');
    expect([size, sha256, published_sha256, run]).toEqual([content.length, digest, digest, result.run_id]);
  }
  expect(rows[2]).toMatchObject({ path: null, size: null, sha256: null });
  const sums = join('_runs', result.run_id, 'SHA256SUMS');
  expect(execFileSync('sha256sum', ['--check', '--strict', sums], { cwd: output, encoding: 'utf8' })).toMatch(
    /^(?:\S+: OK\n){2}$/,
  );
});

test('a file that nothing proves is unverified in the manifest, with the digest that it has', async () => {
  const result = await collect({ download_checksum: false });
  const rows = (await runFile(result, 'manifest.ndjson'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toHaveLength(3);
  for (const row of rows) expect(row).toMatchObject({ verdict: 'unverified', published_sha256: null });
});

test('statistics that are handed in are counted into, also by a run that is continued', async () => {
  simulator.faults.add({ key: /02\.zip$/, fault: { kind: 'status', status: 403 } });
  const metrics = createCollectionMetrics();
  const { result } = await collectReported({ task_retry_attempts: 0 }, { metrics });
  const { processing_time_seconds: _, ...figures } = result.collection_stats;
  expect(metrics.collectionStats()).toMatchObject(figures);
  expect(await metrics.prometheusText()).toContain('# TYPE ');
  simulator.faults.clear();
  // What had been settled before counts as in place, so that the rate is that of the whole plan.
  const again = createCollectionMetrics();
  await resumeCollection(output, { failed: true, metrics: again });
  expect(again.collectionStats()).toMatchObject({
    total_tasks: 3,
    successful_tasks: 1,
    skipped_tasks: 2,
    failed_tasks: 0,
    total_size_bytes: await sizes(),
    success_rate: 100,
  });
});

test('files by state are those of the record; of a run without tasks, those that its metadata counted', async () => {
  const result = await collect();
  const counts: FileCounts = await inRecord((record) => fileCounts(record, { runId: result.run_id }));
  expect(counts).toEqual(result.metadata.files);
  expect(counts).toEqual({ Completed: { tasks: 3, bytes: await sizes() } });
  expect(await inRecord((record) => fileCounts(record, { runId: 'nobody' }))).toEqual({});
});
