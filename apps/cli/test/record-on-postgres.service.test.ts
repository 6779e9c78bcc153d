import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  collect,
  directory,
  expectAllWhole,
  files,
  output,
  request,
  serve,
  simulator,
  start,
  startCommand,
  startUntil,
} from './collection.ts';

/** Has a character that an address writes in another way. */
const PASSWORD = 'hunter/22';
/** How the password is written, as it is and in an address. */
const SECRETS = [PASSWORD, encodeURIComponent(PASSWORD)];

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres({ password: PASSWORD });
});
afterAll(() => postgres?.close());

/** Has spans printed on stdout. */
const TRACED = { OTEL_TRACES_EXPORTER: 'console' };

/** All that commands have printed in a test. */
let printed: string[] = [];

/** Runs the command with a record in a database. */
async function run(url: string, ...args: readonly string[]) {
  const ran = await startCommand(args, { TAPEHAUL_RECORD_URL: url });
  printed.push(ran.stdout, ran.stderr);
  return ran;
}

/** A new database that is prepared. */
async function prepared(name: string): Promise<string> {
  const url = await postgres.createDatabase(name);
  expect((await run(url, 'migrate')).exitCode).toBe(0);
  return url;
}

function expectNoSecret(texts: readonly string[]): void {
  for (const text of texts) for (const secret of SECRETS) expect(text).not.toContain(secret);
}

describe('the database of a record', () => {
  test('is prepared once; the same again changes nothing', async () => {
    const url = await postgres.createDatabase('prepared');
    const first = await run(url, 'migrate');
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toBe(
      `Prepared the database prepared on 127.0.0.1:${postgres.port}:\n  records     tables created (schema 1)\n  queue       ready`,
    );
    expect((await run(url, 'migrate')).stdout).toContain('  records     up to date (schema 1)');
    const { stdout } = await run(url, 'migrate', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'database',
      record: { from: 1, to: 1 },
      queue: 'ready',
    });
  });

  const REFUSED = [
    ['not prepared', (url: string) => url, /has no records yet\n.*: tapehaul migrate$/],
    ['not there', (url: string) => `${url}_not`, /does not exist\nCreate the database, or correct its name/],
    [
      'closed to that password',
      (url: string) => url.replace('hunter', 'hunted'),
      /\nCorrect the user and the password/,
    ],
    [
      'not reachable',
      (url: string) => url.replace(/:\d+\//, ':1/'),
      /cannot be reached: .*\nStart PostgreSQL, or correct/,
    ],
  ] as const;

  test.each(REFUSED)('that is %s is one error, which says what to do', async (what, change, says) => {
    printed = [];
    await serve();
    const url = change(await postgres.createDatabase(what.replaceAll(' ', '_')));
    const refused = [
      await start({}, { TAPEHAUL_RECORD_URL: url }, []),
      await run(url, 'runs', '--dir', output),
      await run(url, 'show', '--dir', output),
      ...(what === 'not prepared' ? [] : [await run(url, 'migrate', '--json')]),
    ];
    for (const { exitCode, stderr, stdout } of refused) {
      expect(exitCode).toBe(7);
      expect(stderr).toMatch(says);
      expect(stderr.split('\n')).toHaveLength(2);
      printed.push(stdout, stderr);
    }
    const traced = await startCommand(['runs', '--dir', output], { TAPEHAUL_RECORD_URL: url, ...TRACED });
    expect(traced.stdout).toContain("name: 'tapehaul runs'");
    printed.push(traced.stdout);
    const { stdout } = await run(url, 'doctor', join(directory, 'config.json'));
    expect(stdout).toMatch(/^no +record +the (record|database) /m);
    expectNoSecret([...printed, ...refused.map(String)]);
  });

  test('is named by the environment: a command without one says so', async () => {
    expect(await run('', 'migrate')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Set TAPEHAUL_RECORD_URL to its address'),
    });
  });
});

test('the collections that doctor tries are recorded in files, not in the database', async () => {
  const url = await prepared('points');
  await serve();
  const file = join(directory, 'config.json');
  await writeFile(file, JSON.stringify({ ...request, output_directory: output }));
  const rows = async () => (await postgres.dump('points')).replace(/^\\(un)?restrict .*$/gm, '');
  const before = await rows();
  const { stdout, exitCode } = await run(url, 'doctor', '--config', file);
  expect(stdout.match(/^✓/gm)).toHaveLength(8);
  expect(exitCode).toBe(0);
  expect(await rows()).toBe(before);
});

test('everything that commands do with a record works on one in a database, and nothing shows its password', async () => {
  printed = [];
  const url = await prepared('whole');
  await serve();
  const env = { TAPEHAUL_RECORD_URL: url };
  simulator.faults.add({ key: /\.zip$/, after: 3, fault: { kind: 'stall', afterBytes: 10 } });
  const { child, events } = await startUntil(2, { max_parallel_downloads: 1 }, [], env);
  child.kill('SIGINT');
  const stopped = await child;
  expect(stopped.exitCode).toBe(130);
  printed.push(stopped.stdout, stopped.stderr);
  expect(await files('.tapehaul/catalog*')).toEqual([]);
  simulator.faults.clear();

  simulator.faults.add({ key: /07-15\.zip$/, fault: { kind: 'status', status: 403 } });
  const resumed = await run(url, 'resume', '--dir', output, '--json');
  expect(resumed.exitCode).toBe(3);
  simulator.faults.clear();
  const retried = await run(url, 'retry', '--dir', output, '--log', 'json');
  expect(retried).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Completed') });
  expect(retried.stdout).toContain(`${output} in the database whole on 127.0.0.1:${postgres.port}`);
  await expectAllWhole(15);
  const again = await collect({ tables: true }, env);
  expect(again.result).toMatchObject({
    status: 'completed',
    downloader_stats: { files_downloaded: 0 },
    tables: { partitions: 1 },
  });
  printed.push(JSON.stringify(again), JSON.stringify(events));

  const shows = [
    [['runs', '--dir', output], '15 '],
    [['show', '--dir', output], 'Completed'],
    [['logs', '--dir', output], 'INFO'],
    [['coverage', '--dir', output], 'spot/klines/BTCUSDT/1h'],
    [['why', 'BTCUSDT', '1h', '2025-07-06', '--dir', output], 'held, proved by its checksum'],
    [['verify', output, '--deep'], '15 intact, 0 changed'],
    [['tables', 'build', output], 'up to date'],
    [['tables', 'check', output], ''],
    [['cat', 'spot/klines/BTCUSDT/1h', output], '2025-07-01'],
    [['prune', output], '0 files'],
    [['repair', output], 'is sound'],
    [['doctor', join(directory, 'config.json')], 'ok'],
    [['config', 'show', join(directory, 'config.json'), '--origin'], 'output_directory'],
  ] as const;
  for (const [args, says] of shows) {
    const { exitCode, stdout, stderr } = await run(url, ...args);
    expect(`${stdout}${stderr}`, args.join(' ')).toContain(says);
    expect(exitCode, args.join(' ')).toBe(0);
  }
  // A file that is gone is fetched again; the record that is put aside is rebuilt from files.
  await rm(join(output, (await files('bronze/**/*-03.zip'))[0] ?? ''));
  expect((await run(url, 'verify', output)).exitCode).toBe(6);
  const fetched = await startCommand(
    ['collect', join(directory, 'config.json'), '--set', 'recheck.disk=all', '--log', 'json'],
    { ...env, ...TRACED },
  );
  expect(fetched.stdout).toContain("name: 'archive-collection-flow'");
  printed.push(fetched.stdout, fetched.stderr);
  await expectAllWhole(15);

  const written = await Promise.all(
    (await files('{_runs,.tapehaul}/**/*.*')).map((it) => readFile(join(output, it), 'utf8')),
  );
  expect(written.length).toBeGreaterThan(3);
  const dump = await postgres.dump('whole');
  expect(dump).toContain('"BTCUSDT"');
  expectNoSecret([...printed, ...written, dump]);
});

test('a run whose process was killed is continued once its lease has run out, with --wait by the same command', async () => {
  const url = await prepared('killed');
  await serve();
  const env = { TAPEHAUL_RECORD_URL: url };
  simulator.faults.add({ key: /\.zip$/, after: 3, fault: { kind: 'stall', afterBytes: 10 } });
  const { child } = await startUntil(2, { max_parallel_downloads: 1 }, [], env);
  child.kill('SIGKILL');
  await child;
  simulator.faults.clear();
  expect(await run(url, 'resume', '--dir', output)).toMatchObject({
    exitCode: 5,
    stderr: expect.stringContaining('A process that was killed counts as dead after 30 seconds.'),
  });
  expect(await run(url, 'resume', '--dir', output, '--wait')).toMatchObject({ exitCode: 0 });
  await expectAllWhole(15);
});
