import { expect, test } from 'vitest';
import { serve, serveSlowly, simulator } from './collection.ts';
import { WAIT, workerProcesses } from './fleet-run.ts';
import { batchesOf, begin, end, expectAllThere, FILES, start } from './fleet-workers.ts';

test.each(['s3', 's5cmd'])('two workers do the files of a run over %s, each once', async (engine) => {
  await serve();
  const run = await begin(`two_${engine}`, { engine });
  const workers = [start(['--slots', '1']), start(['--slots', '1'])];
  expect(await run.result).toMatchObject({ status: 'completed', proved_files: FILES });
  for (const { lines } of workers) {
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'worker_batch', outcome: 'done' }));
  }
  expect(simulator.requests.count({ key: /\.zip$/, method: 'GET' })).toBe(FILES);
});

test.each(['s3', 's5cmd'])(
  'a worker is killed, and one stands still for longer than its heartbeat and wakes, over %s: each file has one outcome, and no program is left',
  async (engine) => {
    await serveSlowly(200);
    const run = await begin(`killed_${engine}`, { engine });
    const [killed, stopped] = [start(['--slots', '1']), start(['--slots', '1'])];
    await expect.poll(async () => (await batchesOf()).filter(({ isHeld }) => isHeld).length, WAIT).toBe(2);
    await run.reaches(50);
    killed.child.kill('SIGKILL');
    stopped.child.kill('SIGSTOP');
    start(['--slots', '2']);
    // Its batch is handed out again, and fetched twice at once from here on.
    await expect
      .poll(async () => (await batchesOf()).filter(({ claims }) => claims > 1).length, WAIT)
      .toBe(2);
    stopped.child.kill('SIGCONT');
    await run.reaches(1_000);
    simulator.faults.clear();
    expect(await run.result).toMatchObject({ status: 'completed', proved_files: FILES });
    await expectAllThere();
    expect(stopped.lines).toContainEqual(expect.objectContaining({ kind: 'worker_batch', outcome: 'lost' }));
    await end();
    expect(workerProcesses()).toEqual([]);
  },
);
