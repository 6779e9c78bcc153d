import { hostname } from 'node:os';
import { syntheticSource } from '@tapehaul/archive-simulator';
import { describe, expect, test } from 'vitest';
import { collect, expectAllWhole, files, serveSlowly, simulator, startUntil, zips } from './collection.ts';

describe('a collection that is interrupted', () => {
  const slow = (): Promise<void> => serveSlowly(100, { source: syntheticSource({ maxRows: 500 }) });
  const wanted = { date_range: { start: '2025-05-02', end: '2025-06-29' }, batch_size: 20 };
  const planned = 59;

  test('by kill -9 leaves nothing partial, and the same command finishes it', async () => {
    await slow();
    const { child, keys } = await startUntil(10, wanted);
    child.kill('SIGKILL');
    await child;
    const before = await zips();
    expect(before.length).toBeGreaterThanOrEqual(10);
    await expectAllWhole(before.length);

    simulator.requests.clear();
    simulator.faults.clear();
    const { exitCode, result } = await collect(wanted);
    expect(exitCode).toBe(0);
    expect(result.collection_stats).toMatchObject({
      total_tasks: planned,
      failed_tasks: 0,
      success_rate: 100,
    });
    expect(result.downloader_stats.cache_hits).toBeGreaterThanOrEqual(before.length);
    for (const key of keys) expect(simulator.requests.count({ key, method: 'GET' })).toBe(0);
    await expectAllWhole(planned);
    expect(await files('.tapehaul/staging/*')).toEqual([]);
  });

  test('by Ctrl-C ends in order with status 130, and the same command finishes it', {
    tags: 'heavy',
  }, async () => {
    await slow();
    const { child } = await startUntil(5, wanted);
    child.kill('SIGINT');
    const { exitCode, stdout } = await child;
    expect(exitCode).toBe(130);
    const lines = String(stdout).trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ kind: 'result', status: 'cancelled' });
    expect(await files('.tapehaul/staging/*')).toEqual([]);
    await expectAllWhole((await zips()).length);
    simulator.faults.clear();
    expect((await collect(wanted)).exitCode).toBe(0);
    await expectAllWhole(planned);
  });

  test('does not let a second one into the same directory', { tags: 'heavy' }, async () => {
    await slow();
    const { child } = await startUntil(1, wanted);
    // A stopped process still owns its run, however long the second one takes to begin.
    child.kill('SIGSTOP');
    const second = await collect(wanted);
    child.kill('SIGCONT');
    expect(second.exitCode).toBe(5);
    expect(second.stderr).toContain(
      `process ${child.pid} on ${hostname()} has been writing to this directory`,
    );
    child.kill('SIGINT');
    await child;
  });
});
