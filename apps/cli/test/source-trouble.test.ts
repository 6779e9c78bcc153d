import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
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

test.each([
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
])('%s is one message, and no file is tried', async (_, address, exit, code, says) => {
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

test('an address without a scheme, of a server without TLS, is told so in plain words', async () => {
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

test('a source is asked once, and not where every file is in place', async () => {
  await serve();
  await collect();
  expect(simulator.requests.count({ operation: 'list' })).toBe(1);
  simulator.requests.clear();
  expect((await collect()).exitCode).toBe(0);
  expect(simulator.requests.count()).toBe(0);
});

test('a mirror that has no listings is a source', async () => {
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

test('doctor, retry and resume name where the address of the source came from', async () => {
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

test('a pause says what it waits for, when it tries again and until when', async () => {
  await serve();
  simulator.faults.add({ key: /\.zip/, fault: { kind: 'status', status: 502 } });
  const file = join(directory, 'config.json');
  const retries = { retry_attempts: 3, retry_delay_seconds: 1, task_retry_attempts: 3 };
  const more = { engine: 's3', output_directory: output, ...retries };
  await writeFile(file, JSON.stringify({ ...request, ...more }));
  const child = startCommand(['collect', file]);
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (text) => {
      said += text;
      // How many requests fail before a pause depends on their order: the source answers again once it has been said.
      if (said.includes('Paused:')) simulator.faults.clear();
    });
  }
  const { exitCode } = await child;
  expect(exitCode).toBe(0);
  expect(said).toMatch(
    /Paused: the source is not responding \(.*\.zip.*: .+\)\. Trying one file at a time; next try at \d\d:\d\d:\d\d UTC\. Files that get no answer until \d\d:\d\d:\d\d UTC fail\./,
  );
});

test('a run whose source has a name that DNS does not know ends with the setting, and is to be tried again', async () => {
  const unknown = `import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
dns.lookup = (name, options, done) => {
  const error = new Error('getaddrinfo ENOTFOUND ' + name);
  (done ?? options)(Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: name }));
};
syncBuiltinESMExports();`;
  const endpoint = 'https://archive.example';
  const { exitCode, result, events } = await collect(
    { engine: 's3' },
    { TAPEHAUL_SOURCE_ENDPOINT: endpoint, ...failing(unknown) },
  );
  expect(result).toMatchObject({
    status: 'failed',
    exit_code: exitCode,
    error: { code: 'name_not_resolved' },
  });
  expect(exitCode).toBe(5);
  const setting = `source.endpoint is ${endpoint} (from the environment variable TAPEHAUL_SOURCE_ENDPOINT)`;
  expect(result.error?.message).toContain(setting);
  expect(result.error?.message).not.toMatch(/getaddrinfo/);
  expect(events.filter(({ kind }) => kind === 'file')).toEqual([]);
});

test('an engine that finds no way is given up with one line', async () => {
  await serve();
  const program = join(directory, 's5cmd');
  // Says of every file that it does not trust the certificate, as s5cmd does.
  const untrusted = `#!/bin/sh
[ "$1" = version ] && { echo v2.3.0; exit; }
for last; do :; done
[ "$last" = run ] || exec < "$last"
while read -r line; do
  line=$(printf %s "$line" | tr -d "\\"'")
  printf '{"operation":"cp","command":"%s","error":"RequestError: send request failed caused by: x509: certificate signed by unknown authority"}\\n' "$line" >&2
done
exit 1
`;
  await writeFile(program, untrusted, { mode: 0o755 });
  const file = join(directory, 'config.json');
  await writeFile(file, JSON.stringify({ ...request, engine: 's5cmd', output_directory: output }));
  const { exitCode, stdout, stderr } = await startCommand(['collect', file], { S5CMD_PATH: program });
  expect(exitCode).toBe(0);
  expect((stdout + stderr).match(/^fallback .*$/gm)).toEqual([
    expect.stringMatching(
      /^fallback s5cmd cannot be used: s5cmd does not trust the certificate of 127\.0\.0\.1:\d+\. Files are fetched with plain S3\.$/,
    ),
  ]);
  expect(await zips()).toHaveLength(15);
});

/** Makes something of Node fail to close, in the command that is started. */
const failing = (code: string) => ({
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}`,
});

test.each([
  [
    'the record',
    "import { DatabaseSync } from 'node:sqlite'; DatabaseSync.prototype.close = () => { throw new Error('no') };",
    {},
  ],
  [
    'the client of a listing',
    "import { Agent } from 'node:http'; Agent.prototype.destroy = () => { throw new Error('no') };",
    { planning: 'listing' },
  ],
])('%s that cannot be closed neither hides a result nor keeps the command alive', async (_, code, config) => {
  await serve();
  const { exitCode, result } = await collect({ engine: 's3', ...config }, failing(code));
  expect(exitCode).toBe(0);
  expect(result).toMatchObject({ kind: 'result', status: 'completed' });
  expect(await zips()).toHaveLength(15);
});

/** What a person reads of a collection by flags. */
async function screenOf(market: string, place: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const day = ['--from', '2025-07-01', '--to', '2025-07-01'];
  const flags = ['--market', market, '--symbol', 'BTCUSDT', '--type', 'klines', '--interval', '1h', ...day];
  const { stdout } = await startCommand(['collect', ...flags, '--dir', place], env);
  return stdout;
}

test('what to do next speaks of the source where that is the cause, and of the setting that is wrong', async () => {
  await serve();
  const wrongBucket = await screenOf('spot', output, { TAPEHAUL_SOURCE_BUCKET: 'another-bucket' });
  expect(wrongBucket).toContain('tapehaul retry --set source.bucket=…');
  const storage = await screenOf('spot', 's3://market-archive/raw', { AWS_PROFILE: 'nobody' });
  expect(storage).toContain('storage.bucket is market-archive (from the command line)');
  expect(storage).toContain('Fix the cause above, then run the same command again');
  // Files of a bucket would go to the directory of its record.
  expect(storage).not.toContain('--dir output/s3');
  expect(storage).not.toMatch(/collect .* --dir/);
  expect(storage).not.toContain('A wrong source');
});

test('a request for which the archive has no files has nothing in place, not all of it', async () => {
  await serve();
  const screen = await screenOf('futures_cm', output);
  expect(screen).toContain('in place    nothing: the archive has no files for this request');
});
