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
  expect((await startCommand(['verify', output])).exitCode).toBe(0);
});

test('a name or a reason that is missing or wrong is refused with what is disputed', async () => {
  await collect(request);
  const cases = [
    [['accept', KEY.replace('07-02', '07-20'), '--reason', 'x'], `Did you mean ${KEY}?`],
    [['accept', '--reason', 'x'], `Disputed: ${KEY}.`],
    [['accept', KEY], 'a reason is missing'],
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
