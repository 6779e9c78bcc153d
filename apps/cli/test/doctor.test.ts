import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startBucketServer } from '@tapehaul/testkit/network';
import { describe, expect, test } from 'vitest';
import { collect, output, serve, simulator, startCommand } from './collection.ts';

const run = async (...args: string[]) => {
  const { stdout, stderr, exitCode } = await startCommand([...args, '--dir', output]);
  return { stdout: String(stdout), stderr: String(stderr), exitCode };
};
const json = async (...args: string[]) =>
  (await run(...args, '--json')).stdout.split('\n').map((line) => JSON.parse(line));
describe('doctor --target', () => {
  const only = (findings: { check: string; status: string; promise?: string }[], status: string) =>
    findings.flatMap((it) => (it.status === status ? [it.promise] : []));

  test('proves an output directory, and leaves nothing in it', async () => {
    const missing = join(output, 'not', 'there');
    const { stdout, exitCode } = await startCommand(['doctor', '--target', '--json', '--dir', missing]);
    const findings = stdout.split('\n').map((line) => JSON.parse(line));
    expect({ exitCode, failed: only(findings, 'failed') }).toEqual({ exitCode: 0, failed: [] });
    expect(only(findings, 'ok')).toEqual(expect.arrayContaining(['replaces', 'removes', 'leaves_nothing']));
    expect(existsSync(missing)).toBe(false);
  });

  test.each([
    ['s3://lake/raw', 's3://lake/raw'],
    ['.', '.'],
  ])('takes no value: %s is named by --dir', async (place, named) => {
    const { stderr, exitCode } = await startCommand(['doctor', '--target', place]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `tapehaul: --target takes no value, but ${named} follows it\nPass it with --dir: tapehaul doctor --target --dir ${named}`,
    );
  });

  test('names the promise that a bucket breaks, and leaves nothing in it', { tags: 'heavy' }, async () => {
    await using server = await startBucketServer('lake', 'answers reads from a cache');
    const env = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'hidden', NO_COLOR: '1' };
    const place = ['--dir', 's3://lake/raw', '--set', `storage.endpoint=${server.url}`];
    const { stdout, exitCode } = await startCommand(['doctor', '--target', ...place], env);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^no {2}target +not true: a replaced file is read in its new version at once \(/m);
    expect(stdout).toMatch(/^ok {2}target +a large file is complete$/m);
    expect([...server.objects.keys()]).toEqual([]);
  });
});

describe('doctor', () => {
  test('finds all well where it is', async () => {
    await serve();
    const findings = await json('doctor');
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
    expect(findings.filter(({ status }) => status === 'failed')).toEqual([]);
    const messageOf = (name: string) => findings.find(({ check }) => check === name).message;
    expect(messageOf('space')).toMatch(/^[\d.]+ [kMGT]?B free$/);
    expect(messageOf('inodes')).toMatch(/^\d{1,3}(,\d{3})* inodes free$/);
  });

  test('a record that is gone while runs are there is missing, not yet to come', {
    tags: 'heavy',
  }, async () => {
    await serve();
    await collect();
    await rm(join(output, '.tapehaul'), { recursive: true });
    const findings = await json('doctor');
    expect(findings.find(({ check }) => check === 'record')).toMatchObject({
      status: 'failed',
      message: `the record of ${output} is missing`,
      remedy: expect.stringContaining('tapehaul repair'),
    });
  });

  test('shows where traces and metrics are sent, and how that is reached', { tags: 'heavy' }, async () => {
    await serve();
    const findings = await startCommand(['doctor', '--json'], {
      HTTP_PROXY: 'http://127.0.0.1:1',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:secret@collector.example:4318/path',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://127.0.0.1:9/v1/metrics',
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'grpc',
    });
    const said = findings.stdout.split('\n').map((line) => JSON.parse(line));
    const through = 'reached through http://127.0.0.1:1 (HTTP_PROXY)';
    const directly = 'reached directly: loopback addresses are never sent to a proxy';
    expect(said.filter(({ check }) => check === 'traces' || check === 'metrics')).toMatchObject([
      { status: 'ok', message: `traces are sent to http://collector.example:4318 by HTTP, ${through}` },
      { status: 'ok', message: `metrics are sent to http://127.0.0.1:9 by gRPC, ${directly}` },
    ]);
  });

  test('reports what is broken and what to do', async () => {
    await serve();
    const { port } = simulator;
    await simulator.close();
    const child = await startCommand(['doctor', '--dir', '/dev/null/nowhere'], {
      TAPEHAUL_SOURCE_ENDPOINT: `http://127.0.0.1:${port}`,
      NO_COLOR: '1',
    });
    expect(child.exitCode).toBe(1);
    expect(child.stdout).toMatch(/^no {2}output/m);
    expect(child.stdout).toMatch(/^no {2}source.*\n +\S/m);
  });
});
