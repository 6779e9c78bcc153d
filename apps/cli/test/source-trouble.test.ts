import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { someOf } from '@tapehaul/testkit';
import { expect, onTestFinished, test } from 'vitest';
import {
  collect,
  directory,
  output,
  ran,
  request,
  serve,
  simulator,
  start,
  startCommand,
  zips,
} from './collection.ts';

/** A server that is no source; gives its address. */
async function stranger(onRequest: RequestListener): Promise<string> {
  const server = createServer(onRequest);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const notFound = () =>
  stranger((_, response) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>'),
  );
/** As S3 behind the name of a website: the bucket in the path is a part of the key. */
const website = () =>
  stranger(({ url = '' }, response) => {
    const [path = ''] = url.slice(1).split('?');
    response.writeHead(404).end(`<Error><Code>NoSuchKey</Code><Key>${path}</Key></Error>`);
  });
const elsewhere = () =>
  stranger((_, response) => response.writeHead(301, { location: 'https://s3.elsewhere.example/' }).end());
const closed = async () => 'http://127.0.0.1:1';

test.each(
  someOf(
    [
      [
        'a server that answers 404 to all',
        notFound,
        1,
        'bucket_not_found',
        /answers 404 and does not hold the bucket/,
      ],
      [
        'the website in place of the bucket',
        website,
        1,
        'bucket_not_found',
        /answers 404 and does not hold the bucket/,
      ],
      [
        'a server that redirects',
        elsewhere,
        1,
        'request_refused',
        /redirects requests to https:\/\/s3\.elsewhere/,
      ],
      ['nothing that listens', closed, 5, 'connection_failed', /ECONNREFUSED/],
    ],
    4,
  ),
)('%s is one message, and no file is tried', async (_, address, exit, code, says) => {
  const endpoint = await address();
  const { exitCode, result, events } = await collect({}, { TAPEHAUL_SOURCE_ENDPOINT: endpoint });
  expect(exitCode).toBe(exit);
  expect(result).toMatchObject({ status: 'failed', exit_code: exit, error: { code }, failures: [] });
  expect(result.error?.message).toMatch(says);
  const setting = `source.endpoint is ${endpoint} (from the environment variable TAPEHAUL_SOURCE_ENDPOINT)`;
  expect(result.error?.message).toContain(setting);
  expect(result.error?.hint).toMatch(/\w/);
  expect(events.filter(({ kind }) => kind === 'file' || kind === 'retry')).toEqual([]);
  const { stdout } = await startCommand(['runs', '--dir', output, '--json']);
  expect(JSON.parse(stdout.split('\n').at(-1) ?? '')).toMatchObject({ state: 'Failed' });
});

test('the summary of a run that could not be planned names no batch: s5cmd only tried to reach the source', async () => {
  await serve();
  const config = join(directory, 'config.json');
  writeFileSync(config, JSON.stringify({ ...request, output_directory: output }));
  const { stdout, exitCode } = await startCommand(['collect', config], {
    TAPEHAUL_SOURCE_ENDPOINT: 'http://nowhere.invalid',
  });
  expect(exitCode).toBe(5);
  expect(stdout).toMatch(/^ {2}downloaded {2}0 files, 0 B moved$/m);
});

test('an address without a scheme, of a server without TLS, is reported in plain words', async () => {
  await serve();
  const endpoint = simulator.url.replace('http://', '');
  const { stdout, stderr, exitCode } = await start(
    { source: { endpoint } },
    { TAPEHAUL_SOURCE_ENDPOINT: '' },
  );
  expect(exitCode).toBe(1);
  const { error } = JSON.parse(stdout.split('\n').at(-1) ?? '');
  expect(error.message).toContain('the other side does not speak TLS');
  expect(error.message).toContain(`source.endpoint is https://${endpoint} (from the configuration file)`);
  expect(error.hint).toContain('http://');
  expect(stdout + stderr).not.toMatch(/SSL routines|error:[0-9A-F]{8}/);
});

test('a wrong bucket names the setting and where it came from', async () => {
  await serve();
  const { exitCode, result } = await collect({}, { TAPEHAUL_SOURCE_BUCKET: 'wrong' });
  expect(exitCode).toBe(1);
  expect(result.error).toMatchObject({
    code: 'bucket_not_found',
    message: expect.stringContaining('TAPEHAUL_SOURCE_BUCKET'),
    hint: expect.stringContaining('data.binance.vision'),
  });
});

test('a source is checked once, and not where every file is in place', { tags: 'heavy' }, async () => {
  await serve();
  await collect({ planning: 'matrix' });
  expect(simulator.requests.count({ operation: 'list' })).toBe(1);
  simulator.requests.clear();
  expect((await collect({ planning: 'matrix' })).exitCode).toBe(0);
  expect(simulator.requests.count()).toBe(0);
});

test('a mirror that has no listings is a source', { tags: 'heavy' }, async () => {
  await serve();
  simulator.faults.add({ operation: 'list', fault: { kind: 'status', status: 403 } });
  expect((await collect()).exitCode).toBe(0);
  expect(await zips()).toHaveLength(15);
});

test('a faulty proxy is refused by name before anything is written, and the command ends', async () => {
  const { exitCode, stderr } = await start({}, { HTTPS_PROXY: 'ftp://127.0.0.1:1' });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('HTTPS_PROXY is "ftp://127.0.0.1:1": expected an address such as http://');
});

test('doctor, retry and resume name where the address of the source came from', {
  tags: 'heavy',
}, async () => {
  const file = 'http://127.0.0.1:2';
  const unset = { TAPEHAUL_SOURCE_ENDPOINT: '' };
  const { result } = await ran(start({ source: { endpoint: file } }, unset));
  expect(result.error?.message).toContain(`source.endpoint is ${file} (from the configuration file)`);
  const recorded = `source.endpoint is ${file} (recorded with the run; --set source.endpoint=… changes it)`;
  const said = async (...args: string[]) => (await startCommand([...args, '--dir', output], unset)).stdout;
  const [resumed, retried, typed, doctor] = await Promise.all([
    said('resume'),
    said('retry'),
    said('doctor', '--set', 'source.endpoint=http://127.0.0.1:3'),
    startCommand(['doctor']),
  ]);
  expect(`${resumed}${retried}`).toContain(recorded);
  expect(typed).toContain('source.endpoint is http://127.0.0.1:3 (from the command line)');
  expect(doctor.stdout).toContain('(from the environment variable TAPEHAUL_SOURCE_ENDPOINT)');
  const corrected = ['retry', '--dir', output, '--set', 'source.endpoint=http://127.0.0.1:4'];
  expect((await startCommand(corrected, unset)).stdout).toContain(
    'source.endpoint is http://127.0.0.1:4 (from the command line)',
  );
});

test('doctor says why a source on this machine is reached without the proxy', async () => {
  await serve();
  const { stdout } = await startCommand(['doctor'], { HTTP_PROXY: 'http://127.0.0.1:1' });
  expect(stdout).toContain('reached directly: loopback addresses are never sent to a proxy');
});
