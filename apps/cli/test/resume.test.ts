import { createInterface } from 'node:readline';
import { type SimulatorOptions, syntheticSource } from '@tapehaul/archive-simulator';
import { describe, expect, test } from 'vitest';
import {
  collect,
  continueRun,
  expectAllWhole,
  files,
  output,
  ran,
  serve,
  serveSlowly,
  simulator,
  start,
  startCommand,
  startUntil,
} from './collection.ts';

const small: SimulatorOptions = { source: syntheticSource({ maxRows: 100 }) };

describe('a run', () => {
  test('that was killed continues under its own id, with the configuration it was started with', async () => {
    await serveSlowly(50, small);
    const { child } = await startUntil(3);
    child.kill('SIGKILL');
    await child;
    const { exitCode, result } = await continueRun('resume');
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({
      status: 'completed',
      success_rate: 100,
      collection_stats: { total_tasks: 15 },
    });
    await expectAllWhole(15);
    expect(await files('_runs/*/metadata.json')).toEqual([`_runs/${result.run_id}/metadata.json`]);
    expect(await files('.tapehaul/{staging,unfinished}/*')).toEqual([]);

    const again = await continueRun('resume');
    expect(again.exitCode).toBe(0);
    expect(again.events.at(-1)).toMatchObject({ kind: 'nothing_left', state: 'Completed' });
    const logged = await startCommand(['retry', '--failed', '--dir', output, '--log', 'classic']);
    expect(logged).toMatchObject({ exitCode: 0, stderr: '' });
    expect(logged.stdout).toMatch(/^run \S+ is Completed: nothing is left to do\n/);
  });

  test('tries again what --only selects of what had failed, by code or by key, and refuses a selection of none', {
    tags: 'heavy',
  }, async () => {
    await serve();
    const broken = /2025-07-0[34]\.zip$/;
    simulator.faults.add({ key: broken, fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
    const { run_id } = (await collect()).result;
    simulator.faults.clear();
    const none = await continueRun('retry', '--only', 'throttled', run_id);
    expect(none.exitCode).toBe(2);
    const prefix = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-03';
    const one = await continueRun('retry', '--only', prefix, run_id);
    expect(one.exitCode).toBe(3);
    expect(one.result.failures.map(({ key }: { key: string }) => key)).toEqual([
      expect.stringContaining('2025-07-04'),
    ]);
    const other = await continueRun('retry', '--only', 'access_denied', run_id);
    expect(other.exitCode).toBe(0);
    await expectAllWhole(15);
  });

  test('tries again what had failed only on request, and touches nothing else', async () => {
    await serve();
    const broken = /2025-07-0[34]\.zip$/;
    simulator.faults.add({ key: broken, fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
    const first = await collect();
    expect(first.exitCode).toBe(3);
    expect(first.result.failures).toHaveLength(2);
    simulator.faults.clear();
    expect((await continueRun('resume')).events.at(-1)).toMatchObject({ kind: 'nothing_left' });

    simulator.requests.clear();
    const { exitCode, result } = await continueRun('retry', '--failed', first.result.run_id);
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({ run_id: first.result.run_id, failures: [], success_rate: 100 });
    expect(result.collection_stats).toMatchObject({ total_tasks: 15, failed_tasks: 0, skipped_tasks: 13 });
    const requested = simulator.requests.list({ operation: 'object' }).map(({ key }) => key);
    expect(requested.every((key) => key.includes('2025-07-03') || key.includes('2025-07-04'))).toBe(true);
    await expectAllWhole(15);
  });

  test('still reports what had failed before it was stopped', { tags: 'heavy' }, async () => {
    // So slow that most of it is left whenever the first files are durable.
    await serve(small);
    simulator.faults.add({
      key: /2025-05-01\.zip$/,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    simulator.faults.add({ key: /./, fault: { kind: 'delay', milliseconds: 300 } });
    const { child } = await startUntil(4, {
      max_parallel_downloads: 1,
      partition: 'daily',
      date_range: { start: '2025-05-01', end: '2025-05-31' },
    });
    child.kill('SIGINT');
    await child;
    simulator.faults.clear();
    const { exitCode, result } = await continueRun('resume');
    expect(exitCode).toBe(3);
    expect(result).toMatchObject({
      status: 'completed_with_failures',
      collection_stats: { failed_tasks: 1 },
    });
    expect(result.failures).toMatchObject([
      { key: expect.stringContaining('05-01'), error: { code: 'access_denied' } },
    ]);
    expect((await continueRun('retry')).result).toMatchObject({ status: 'completed', failures: [] });
  });

  test('waits for another one in the same directory on request', { tags: 'heavy' }, async () => {
    // Slow enough that the second has started long before the first ends.
    await serveSlowly(300, small);
    const { child } = await startUntil(1, { max_parallel_downloads: 1 });
    const second = start({}, {}, ['--wait']);
    await new Promise<void>((resolve) => {
      createInterface({ input: second.stdout }).on('line', (line) => {
        if (JSON.parse(line).kind === 'waiting') resolve();
      });
    });
    simulator.faults.clear();
    expect((await child).exitCode).toBe(0);
    const { exitCode, events, result } = await ran(second);
    expect(exitCode).toBe(0);
    expect(events[0]).toMatchObject({ kind: 'waiting', error: { code: 'output_in_use' } });
    expect(result.downloader_stats.cache_hits).toBe(15);
  });

  test('that does not exist, or a directory without any, is refused with what there is', {
    tags: 'heavy',
  }, async () => {
    await serve();
    expect((await continueRun('resume')).events.at(-1)).toMatchObject({ code: 'run_not_found' });
    const { result } = await collect();
    const { exitCode, events } = await continueRun('resume', 'nobody');
    expect(exitCode).toBe(2);
    expect(events.at(-1)).toMatchObject({
      code: 'run_not_found',
      hint: expect.stringContaining(result.run_id),
    });
  });
});
