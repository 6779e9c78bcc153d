import { createInterface } from 'node:readline';
import { syntheticSource } from '@tapehaul/archive-simulator';
import { describe, expect, test } from 'vitest';
import { collect, output, serve, simulator, start, startCommand } from './collection.ts';

const run = async (...args: string[]) => {
  const { stdout, stderr, exitCode } = await startCommand([...args, '--dir', output]);
  return { stdout: String(stdout), stderr: String(stderr), exitCode };
};
const json = async (...args: string[]) =>
  (await run(...args, '--json')).stdout.split('\n').map((line) => JSON.parse(line));

describe('what is recorded', () => {
  test('is shown by runs, show, logs and coverage', async () => {
    await serve();
    simulator.faults.add({
      key: /2025-07-03\.zip$/,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    simulator.faults.add({ key: /2025-07-05\.zip$/, fault: { kind: 'missing' } });
    const { result } = await collect();
    const { run_id } = result;

    const listed = await run('runs');
    expect(listed.exitCode).toBe(0);
    expect(listed.stdout).toMatch(new RegExp(`${run_id} +CompletedWithGaps .* 15 +0 +1`));
    const about = {
      markets: ['spot'],
      symbols: ['BTCUSDT'],
      data_types: ['klines'],
      intervals: ['1h'],
      from: '2025-07-01',
      to: '2025-07-15',
      source: { bucket: simulator.bucket },
    };
    expect(await json('runs')).toMatchObject([{ kind: 'run', run_id, files: 15, failed: 1, request: about }]);
    expect(listed.stdout).toContain('spot klines 1h BTCUSDT 2025-07-01 … 2025-07-15');

    const shown = (await run('show')).stdout;
    expect(shown).toContain('what     spot klines 1h BTCUSDT 2025-07-01 … 2025-07-15');
    expect(shown).toContain(`source   ${simulator.url}/${simulator.bucket}`);
    expect(shown).toContain('access_denied, 1 file:');
    expect(shown).toMatch(/Completed +13/);
    const wrong = await run('runs', '--limit', 'few');
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('whole number') });
    const nowhere = await run('runs', '--server', 'nowhere');
    expect(nowhere).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('expected an address') });
    const [details] = await json('show', run_id);
    expect(details).toMatchObject({ run_id, failures: [{ code: 'access_denied', tasks: 1 }] });
    expect(details.slowest).toHaveLength(5);

    expect((await run('logs', '--level', 'warn', '--grep', 'ACCESS_DENIED')).stdout).toContain(
      '2025-07-03.zip',
    );
    expect((await run('logs', '--task', 'data/none')).stdout).toBe('');

    const covered = await run('coverage', '--map');
    expect(covered.stdout).toMatch(/spot\/klines\/BTCUSDT\/1h .* 15 +13 +2 /);
    expect(covered.stdout).toContain('2025-07-03');
    expect(covered.stdout).toContain('2025  · · · · · · ▓');
    expect((await run('coverage', '--csv')).stdout.split('\n')[1]).toMatch(
      /^spot\/klines\/BTCUSDT\/1h,13,13,\d+,2025-07-01,2025-07-15,15,13,2,.*,"2025-07-03 /,
    );
    const figures = { objects: 13, expected: 15, held: 13, missing: 2, not_yet: 0 };
    const holes = [
      { first: '2025-07-03', days: 1 },
      { first: '2025-07-05', days: 1 },
    ];
    expect(await json('coverage')).toMatchObject([{ ...figures, holes }]);
    // Reasons are separated, and repeat no name of a file.
    expect(covered.stdout).toMatch(/2025-07-03: AccessDenied: [^;]*; 2025-07-05: not found in the archive/);
    const likely = 'did you mean spot/klines/BTCUSDT/1h?';
    for (const text of ['btcusdt/1h', 'BTCUSTD']) {
      const none = `no series whose name begins with ${text} is recorded; ${likely}`;
      expect((await run('coverage', '--series', text)).stdout).toBe(none);
    }
    for (const symbol of ['btcusdt', 'BTC*'])
      expect((await run('coverage', '--series', symbol)).stdout).toBe((await run('coverage')).stdout);
  });

  test('has the reasons of gaps also after a run that was no collection', { tags: 'heavy' }, async () => {
    await serve();
    await collect({ data_types: ['klines'], date_range: { start: '2017-08-15', end: '2017-08-20' } });
    const before = await json('coverage');
    const span = { first: '2017-08-15', last: '2017-08-16', verdict: 'before_first' };
    expect(before).toMatchObject([{ expected: 4, not_expected: [span] }]);
    expect((await startCommand(['prune', output, '--delete'])).exitCode).toBe(0);
    expect(await json('coverage')).toEqual(before);
  });

  test('is refused where nothing was collected, with what to do', { tags: 'heavy' }, async () => {
    for (const name of ['runs', 'show', 'logs', 'watch', 'cancel', 'coverage']) {
      const { exitCode, stderr } = await run(name);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('nothing was collected into');
      expect(stderr).toContain('--dir');
    }
  });
});

describe('a run of another process', () => {
  test('is watched and followed to its end, paused and cancelled', { tags: 'heavy' }, async () => {
    await serve({ source: syntheticSource({ maxRows: 100 }), latencyMs: 100 });
    const collector = start({
      max_parallel_downloads: 1,
      date_range: { start: '2025-05-02', end: '2025-06-29' },
    });
    await new Promise<void>((resolve) => {
      createInterface({ input: collector.stdout }).on('line', (line) => {
        if (JSON.parse(line).kind === 'file') resolve();
      });
    });
    const watching = run('watch');
    const following = run('logs', '-f');
    expect((await run('pause')).stdout).toContain('will pause');
    expect((await run('unpause')).stdout).toContain('will continue');
    expect((await run('cancel')).exitCode).toBe(0);
    const { exitCode, stdout } = await collector;
    expect(exitCode).toBe(130);
    expect(JSON.parse(String(stdout).trim().split('\n').at(-1) ?? '')).toMatchObject({ status: 'cancelled' });
    expect(await watching).toMatchObject({ exitCode: 130, stdout: expect.stringContaining('is Cancelled') });
    expect((await following).stdout).toContain('planned 59 files');
    // Of a run that has ended, its end is shown, and not the states before.
    const over = await run('watch');
    expect(over).toMatchObject({ exitCode: 130, stderr: '' });
    expect(over.stdout).toMatch(/^run \S+ is Cancelled, \d+ of 59 files ended, \S+ k?B$/);
    const late = await run('cancel');
    expect(late.exitCode).toBe(2);
    expect(late.stderr).toContain('no process works on it');
  });
});

describe('a service at a port that HTTP clients do not use', () => {
  const there = ['--server', 'http://127.0.0.1:6000'];
  const collecting = '--market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-07-01';
  const CASES = ['runs', 'show', 'logs', 'watch', 'cancel', `collect ${collecting}`];
  test.each(CASES)('%s names the flag and the port', async (line) => {
    const { exitCode, stderr } = await startCommand([...line.split(' '), ...there]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^tapehaul: --server is "http:\/\/127\.0\.0\.1:6000", but port 6000 .*\nUse .*$/);
  });
});
