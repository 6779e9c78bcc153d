import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { someOf } from '@tapehaul/testkit';
import { expect, test } from 'vitest';
import { collect, directory, output, request, serve, simulator, startCommand, zips } from './collection.ts';

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

test('a run whose source has a name that DNS does not know ends with the setting, and is to be tried again', {
  tags: 'heavy',
}, async () => {
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

test.each(
  someOf(
    [
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
    ],
    2,
  ),
)('%s that cannot be closed neither hides a result nor keeps the command alive', async (_, code, config) => {
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

test('what to do next speaks of the source where that is the cause, and of the setting that is wrong', {
  tags: 'heavy',
}, async () => {
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
