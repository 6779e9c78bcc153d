import { expect, test } from 'vitest';
import { serve, simulator } from './collection.ts';
import { begin, FILES, start } from './fleet-workers.ts';

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
