import { readdir, readFile } from 'node:fs/promises';
import { syntheticSource } from '@tapehaul/archive-simulator';
import { someOf } from '@tapehaul/testkit';
import { describe, expect, test } from 'vitest';
import {
  collect,
  continueRun,
  expectAllWhole,
  files,
  serve,
  serveSlowly,
  simulator,
  start,
  startUntil,
  zips,
} from './collection.ts';

/** How long files in progress may take after one Ctrl-C, and a run after two, in milliseconds; on a busy machine both are cut short. */
const [FILES_MAY_END, RUN_MAY_END_AT_ONCE] = [4_000, 2_500];

/** From now on, whether no more time has passed than that. */
function within(milliseconds: number): () => boolean {
  const start = performance.now();
  return () => performance.now() - start < milliseconds;
}

const wanted = { date_range: { start: '2025-05-02', end: '2025-06-29' }, max_parallel_downloads: 2 };

/** Command lines of all processes, where the system shows them. */
async function commandLines(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
}

describe('Ctrl-C', () => {
  test.each(someOf(['s3', 's5cmd'], 2))(
    'once, over %s: what is under way ends well, and nothing else begins',
    async (engine) => {
      await serveSlowly(150, { source: syntheticSource({ maxRows: 50 }) });
      const { child, events, until } = await startUntil(4, { ...wanted, engine, enable_batch_mode: false });
      const inTime = within(FILES_MAY_END);
      child.kill('SIGINT');
      await until(() => events.some(({ kind }) => kind === 'stopping'));
      const begun = simulator.requests.list({ method: 'GET' }).length;
      const { exitCode } = await child;
      const isBusy = !inTime();
      expect(exitCode).toBe(130);
      expect(events.find(({ kind }) => kind === 'stopping')).toMatchObject({ step: 'gently' });
      // Every file that was requested is in place: nothing was given up.
      const requested = new Set(
        simulator.requests
          .list({ method: 'GET', operation: 'object' })
          .map(({ key }) => key.replace(/\.CHECKSUM$/, '')),
      );
      const inPlace = (await zips()).length;
      if (isBusy) expect(inPlace).toBeLessThanOrEqual(requested.size);
      else expect(inPlace).toBe(requested.size);
      // In hand are at most four zips of s5cmd and four objects of S3, each with its other half to come.
      expect(simulator.requests.list({ method: 'GET' }).length - begun).toBeLessThanOrEqual(16);
      await expectAllWhole(inPlace);
      simulator.faults.clear();
      expect((await continueRun('resume')).result.collection_stats.total_tasks).toBe(59);
      await expectAllWhole(59);
    },
  );

  test('twice: what is in progress is abandoned, and s5cmd with it', async () => {
    await serve({ source: syntheticSource({ maxRows: 50 }), latencyMs: 100 });
    const { child, events, until } = await startUntil(2, {
      ...wanted,
      engine: 's5cmd',
      enable_batch_mode: true,
    });
    simulator.faults.add({ key: /./, operation: 'object', fault: { kind: 'stall', afterBytes: 0 } });
    child.kill('SIGINT');
    await until(() => events.some(({ kind }) => kind === 'stopping'));
    const inTime = within(RUN_MAY_END_AT_ONCE);
    child.kill('SIGINT');
    const { exitCode } = await child;
    const isBusy = !inTime();
    expect(exitCode).toBe(130);
    expect(events.filter(({ kind }) => kind === 'stopping')).toMatchObject([
      { step: 'gently' },
      { step: 'at_once' },
    ]);
    // A killed process is gone in a moment.
    const s5cmds = async (): Promise<string[]> =>
      (await commandLines()).filter((line) => line.includes('numworkers') && line.includes(simulator.url));
    await expect.poll(s5cmds, { timeout: 60_000 }).toEqual([]);
    if (!isBusy) {
      expect(events.at(-1)).toMatchObject({ kind: 'result', status: 'cancelled' });
      expect(await files('.tapehaul/staging/*')).toEqual([]);
    }
    await expectAllWhole((await zips()).length);
  });

  test('three times: ends at once', { tags: 'heavy' }, async () => {
    await serve({ source: syntheticSource({ maxRows: 50 }), latencyMs: 100 });
    const { child, events, until } = await startUntil(2, { ...wanted, engine: 's5cmd' });
    simulator.faults.add({ key: /./, operation: 'object', fault: { kind: 'stall', afterBytes: 0 } });
    child.kill('SIGINT');
    await until(() => events.length > 0 && events.some((event) => event.kind === 'stopping'));
    child.kill('SIGINT');
    child.kill('SIGINT');
    child.kill('SIGINT');
    // Where a thread waits for the disk, the process ends by the signal: a shell shows 130 of both.
    const { exitCode, signal } = await child;
    expect(exitCode ?? signal).toSatisfy((end) => end === 130 || end === 'SIGINT');
  });
});

describe('a limit', () => {
  test('of time or bytes stops a run gently, to be gone on with', { tags: 'heavy' }, async () => {
    await serveSlowly(100, { source: syntheticSource({ maxRows: 50 }) });
    const { child, events } = await startUntil(1, wanted, ['--max-transfer', '2K']);
    expect((await child).exitCode).toBe(5);
    expect(events.at(-1)).toMatchObject({
      status: 'cancelled',
      error: { message: '--max-transfer 2K is reached' },
    });
    const timed = await startUntil(0, wanted, ['--max-duration', '1s']);
    expect((await timed.child).exitCode).toBe(5);
    expect((await zips()).length).toBeLessThan(59);
    simulator.faults.clear();
    expect((await continueRun('resume')).exitCode).toBe(0);
    await expectAllWhole(59);
  });

  test('of the rate uses S3 alone, also where a run is continued', { tags: 'heavy' }, async () => {
    await serve();
    const { child, events } = await startUntil(0, wanted, ['--max-rate', '5K', '--max-transfer', '1K']);
    const why = { engine: 's3', why_not_s5cmd: 's5cmd cannot keep to max_bytes_per_second' };
    expect((await child).exitCode).toBe(5);
    expect(events.find(({ kind }) => kind === 'started')).toMatchObject(why);
    const { exitCode, events: later } = await continueRun('resume', '--max-rate', '10M');
    expect(exitCode).toBe(0);
    expect(later.find(({ kind }) => kind === 'started')).toMatchObject(why);
    await expectAllWhole(59);
    const refused = await start({ engine: 's5cmd' }, {}, ['--max-rate', '1M']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('it cannot keep to max_bytes_per_second (did you mean s3?)');
  });

  test('of another form is refused', async () => {
    await serve();
    const { stderr, exitCode } = await start({}, {}, ['--max-duration', 'soon']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--max-duration 10s');
    expect((await collect()).exitCode).toBe(0);
  });
});
