import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordPath } from '@tapehaul/catalog-sqlite';
import { expect, test } from 'vitest';
import { diagnose, diagnoseTarget, type Finding } from '../src/index.ts';
import { collect, config, directory, output, simulator } from './archive.ts';
import { collectReported, haveCollection } from './reported.ts';

const NO_S5CMD = { PATH: '/nowhere', S5CMD_PATH: '/nowhere/s5cmd' };
const find = (more: object = {}, env: Record<string, string> = NO_S5CMD): Promise<Finding[]> =>
  Array.fromAsync(diagnose(config(more), env, new Map([['source.endpoint', 'file']])));
const target = (more: object = {}): Promise<Finding[]> =>
  Array.fromAsync(diagnoseTarget(config(more), NO_S5CMD));

/** The one finding of a check. */
function of(findings: readonly Finding[], check: Finding['check']): Finding {
  const [found, ...more] = findings.filter((finding) => finding.check === check);
  return found === undefined || more.length > 0 ? expect.unreachable(`one finding of ${check}`) : found;
}

test('each thing is checked once, in an order that does not change, and every trouble has a remedy', async () => {
  const findings = await find();
  expect(findings.map(({ check }) => check)).toEqual([
    'node',
    's5cmd',
    'output',
    'space',
    'inodes',
    'files',
    'network',
    'source',
    'clock',
    'record',
  ]);
  for (const { status, remedy, message } of findings) {
    expect(message).not.toBe('');
    expect(remedy === '').toBe(status === 'ok');
  }
  expect(of(findings, 'source')).toMatchObject({
    status: 'ok',
    message: expect.stringContaining(simulator.url),
  });
  expect(of(findings, 'output')).toMatchObject({ status: 'ok', message: `${output} can be written` });
  expect(of(findings, 'record')).toMatchObject({
    status: 'ok',
    message: expect.stringContaining('none yet'),
  });
});

test('DuckDB is checked where tables are requested, and only there', async () => {
  expect((await find()).some(({ check }) => check === 'tables')).toBe(false);
  expect(of(await find({ tables: true }), 'tables')).toMatchObject({
    status: 'ok',
    message: expect.stringContaining('duckdb'),
  });
  expect(await readdir(directory)).toEqual([]);
});

test('checking leaves nothing behind, neither a directory that did not exist nor a file in one that did', async () => {
  await find();
  await target();
  expect(await readdir(directory)).toEqual([]);
  await haveCollection();
  const before = await readdir(output, { recursive: true });
  await find();
  await target();
  expect(await readdir(output, { recursive: true })).toEqual(before);
});

test('a missing s5cmd is a warning where it would be used, and well where it is not', async () => {
  expect(of(await find({ engine: 'auto' }), 's5cmd')).toMatchObject({
    status: 'warning',
    remedy: expect.stringContaining('S5CMD_PATH'),
  });
  for (const more of [{ engine: 's3' }, { engine: 'auto', enable_s5cmd: false }]) {
    expect(of(await find(more), 's5cmd')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('not used'),
    });
  }
});

test('an s5cmd that answers is named with its version and place', async () => {
  const program = join(directory, 's5cmd');
  await writeFile(program, '#!/bin/sh\necho v2.3.0\n', { mode: 0o755 });
  const env = { ...NO_S5CMD, S5CMD_PATH: program };
  expect(of(await find({ engine: 'auto' }, env), 's5cmd')).toMatchObject({
    status: 'ok',
    message: `s5cmd 2.3.0 at ${program}`,
  });
});

test('a source that refuses names its setting and where that came from; the clock is not known then', async () => {
  simulator.faults.add({ fault: { kind: 'status', status: 404, code: 'NoSuchBucket' } });
  const missing = await find();
  expect(of(missing, 'source')).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('source.bucket'),
  });
  expect(of(missing, 'clock')).toMatchObject({ status: 'warning', remedy: 'Fix the source first.' });
  const nobody = await find({ source: { endpoint: 'http://127.0.0.1:9' } });
  expect(of(nobody, 'source')).toMatchObject({
    status: 'failed',
    message: expect.stringMatching(
      /source\.endpoint is http:\/\/127\.0\.0\.1:9 \(from the configuration file\)/,
    ),
  });
});

test('a source without listings is well for plans by the matrix, and fails for plans by listing', async () => {
  simulator.faults.add({ operation: 'list', fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
  expect(of(await find(), 'source')).toMatchObject({
    status: 'ok',
    message: expect.stringContaining('without listings'),
  });
  expect(of(await find({ planning: 'listing' }), 'source')).toMatchObject({ status: 'failed' });
});

test('a proxy that is none is a failure by its variable, and the source is left alone', async () => {
  const findings = await find({}, { ...NO_S5CMD, HTTP_PROXY: 'ftp://nobody' });
  expect(of(findings, 'network')).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('HTTP_PROXY'),
  });
  expect(findings.map(({ check }) => check)).not.toContain('source');
  expect(simulator.requests.count()).toBe(0);
});

test('an output directory that cannot be used fails with what to do', async () => {
  await writeFile(output, 'a file');
  const findings = await find();
  expect(of(findings, 'output')).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('is in the way'),
    remedy: expect.stringContaining('another output directory'),
  });
  expect(of(await target(), 'target')).toMatchObject({ status: 'failed' });
});

test('the newest run of the record is named, with what continues it where it did not end well', async () => {
  const { run_id } = await collect();
  expect(of(await find(), 'record')).toMatchObject({
    status: 'ok',
    message: `the newest run is ${run_id}, Completed`,
    remedy: '',
  });
  simulator.faults.add({ key: /04\.zip$/, fault: { kind: 'status', status: 403 } });
  const dates = { date_range: { start: '2025-07-03', end: '2025-07-05' } };
  await collect({ ...dates, task_retry_attempts: 0 });
  expect(of(await find(), 'record')).toMatchObject({
    status: 'warning',
    remedy: `Try again what failed: tapehaul retry --dir ${output}.`,
  });
  await collectReported({ ...dates, layout: 'archive' }, { signal: AbortSignal.abort() });
  expect(of(await find(), 'record')).toMatchObject({
    status: 'warning',
    remedy: expect.stringContaining('tapehaul resume'),
  });
});

test('a damaged record is a failure with the command that repairs it', async () => {
  await haveCollection();
  await writeFile(recordPath(output), 'this is no database '.repeat(1_000));
  expect(of(await find(), 'record')).toMatchObject({
    status: 'failed',
    remedy: expect.stringContaining('tapehaul repair'),
  });
});

test('an output directory proves each promise that a collection relies on, by name', async () => {
  const findings = await target();
  expect(findings.length).toBeGreaterThan(5);
  expect(new Set(findings.map(({ promise }) => promise)).size).toBe(findings.length);
  for (const finding of findings)
    expect(finding).toMatchObject({ check: 'target', status: 'ok', remedy: '' });
  await expect(stat(output)).rejects.toThrow('ENOENT');
});

test('a bucket that nobody serves fails, and is not confused with the output directory', async () => {
  const bucket = {
    use_cloud_storage: true,
    storage: { type: 's3', bucket: 'lake', endpoint: 'http://127.0.0.1:9', region: 'us-east-1' },
  };
  const findings = await find(bucket);
  expect(of(findings, 'storage')).toMatchObject({ status: 'failed' });
  expect(of(findings, 'storage').remedy).not.toBe('');
  expect((await target(bucket)).some(({ status }) => status === 'failed')).toBe(true);
  await expect(stat(output)).rejects.toThrow('ENOENT');
});
