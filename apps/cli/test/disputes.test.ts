import { createHash } from 'node:crypto';
import { utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { folderSource } from '@tapehaul/archive-simulator';
import { beforeEach, expect, test } from 'vitest';
import { collect, directory, files, mirror, output, serve, simulator, startCommand } from './collection.ts';

const days = ['2025-07-01', '2025-07-02'];
const request = { date_range: { start: days[0], end: days[1] } };
/** The file whose sidecar is wrong. */
const KEY = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-02.zip';
const stale = createHash('sha256').update('stale').digest('hex');

beforeEach(async () => {
  await serve();
  const folder = await mirror(days);
  await simulator.close();
  const sidecar = join(folder, `${KEY}.CHECKSUM`);
  await writeFile(sidecar, `${stale}  ${basename(KEY)}`);
  const time = new Date(Date.now() - 7_200_000);
  await utimes(sidecar, time, time);
  await serve({ source: folderSource(folder) });
});

const run = async (...args: string[]) => {
  const { stdout, stderr, exitCode } = await startCommand([...args, '--dir', output]);
  return { stdout: String(stdout), stderr: String(stderr), exitCode };
};

test('a disputed file is shown by collect and plan, and taken with a reason', async () => {
  const first = await collect(request);
  expect(first.exitCode).toBe(6);
  expect(first.result.failures[0]?.error.hint).toContain(`tapehaul accept ${KEY} --reason`);
  const config = join(directory, 'config.json');
  const plan = await run('plan', config);
  expect(plan.stdout).toMatch(/\? disputed/);
  expect(plan.stdout).toContain('everything else is in place; 1 file contradicts its checksum as before');
  const again = await run('collect', config);
  expect(again.exitCode).toBe(0);
  expect(again.stderr).toContain(`disputed ${KEY}: contradicts its checksum since`);
  expect(again.stdout).toContain('disputed    1 file, not fetched again: the archive has changed nothing');
  expect(again.stdout).toContain(`tapehaul accept ${KEY} --reason`);
  // Files of settled days count as planned and proved.
  expect(again.stdout).toContain('planned     2 files, 1 of them settled\n');
  expect(again.stdout).toContain('proved      1 file, by its published checksum\n');
  expect(again.stdout).toContain('settled     1 day settled in the record, not checked again\n');
  expect(again.stdout).toContain('in place    50 %, 1 settled file\n');

  const { stdout, exitCode } = await run(
    'accept',
    basename(KEY),
    '--reason',
    'rows agree',
    '--by',
    'ann',
    '--json',
  );
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').map((line) => JSON.parse(line))).toMatchObject([
    {
      kind: 'dispute',
      status: 'accepted',
      key: KEY,
      published_sha256: stale,
      by: 'ann',
      reason: 'rows agree',
    },
    { kind: 'summary', accepted: 1, failed: 0 },
  ]);
  expect(await files('bronze/**/*07-02.zip')).toHaveLength(1);
  const page = await run('why', basename(KEY));
  expect(page.stdout).toContain('answer     held, accepted by a person although its checksum differs;');
  expect(page.stdout).toMatch(
    /^dispute +accepted; contradicts its checksum since .*, published [0-9a-f]{64}$/m,
  );
  expect(page.stdout).toMatch(/^decision +accepted by ann, \d{4}-.* UTC: rows agree$/m);
  expect((await startCommand(['verify', output])).exitCode).toBe(0);
  const later = await run('collect', join(directory, 'config.json'));
  expect(later.stdout).toMatch(/^ {2}accepted +1 file, taken by a person although the checksum differs$/m);
});

test('what only a person can decide is no failure to retry; once rejected, the day is to be fetched', {
  tags: 'heavy',
}, async () => {
  await collect(request);
  const config = join(directory, 'config.json');
  await run('reject', KEY);
  const toFetch = { expected: 2, held: 1, missing: 0, not_yet: 1, by_state: { planned: 1 } };
  expect(JSON.parse((await run('coverage', '--json')).stdout)).toMatchObject(toFetch);
  const first = await run('collect', config);
  expect(first.exitCode).toBe(6);
  expect(first.stdout).toContain('Completed, but not every file matches its checksum, in');
  expect(first.stdout).not.toContain('retry --failed');
  expect((await run('coverage')).stdout).toMatch(/2025-07-02: contradicts its published checksum$/);

  await run('accept', KEY, '--reason', 'line one\nline\u001b[31m two', '--by', ' ann\n');
  const page = await run('why', KEY);
  expect(page.stdout).toContain(': line one\\nline\\x1b[31m two\n');
  await run('reject', KEY);
  const rejected = await run('why', KEY);
  expect(rejected.stdout).toContain('state      planned: the day was requested and is not fetched yet');
  expect(rejected.stdout).not.toContain('kept as');
  expect(JSON.parse((await run('coverage', '--json')).stdout)).toMatchObject(toFetch);
});

test('a name or a reason that is missing or wrong is refused with what is disputed', {
  tags: 'heavy',
}, async () => {
  await collect(request);
  const cases = [
    [['accept', KEY.replace('07-02', '07-20'), '--reason', 'x'], `Did you mean ${KEY}?`],
    [['accept', '--reason', 'x'], `Disputed: ${KEY}.`],
    [['accept', KEY], 'a reason is missing'],
    [['accept', KEY, '--reason', 'x'.repeat(2_001)], '--reason has 2,001 characters'],
  ] as const;
  for (const [args, said] of cases) {
    expect(await run(...args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(said) });
  }
  expect(await run('reject', '--run', 'latest')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('1 file rejected; the next run fetches it again'),
  });
  expect(await files('.tapehaul/quarantine/**/*.zip*')).toEqual([]);
});
