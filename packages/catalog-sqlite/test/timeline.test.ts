import type { Catalog } from '@tapehaul/catalog';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCatalog } from '../src/index.ts';
import { NAME, path, run, tamper, tasks } from './test-catalog.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

let catalog: Catalog;
beforeEach(async () => {
  catalog = openCatalog(path);
  await catalog.startRun(run('r1'));
});
afterEach(() => catalog.close());

test('nothing is in progress once the owner of a run is dead, marked so or not', async () => {
  await catalog.planTasks('r1', tasks('a', 'b'));
  const change = { runId: 'r1', name: NAME, attempt: 1, state: 'Running', phase: 'running' } as const;
  for (const taskId of ['a', 'b']) catalog.recordTask({ ...change, taskId, at: START });
  await catalog.close();
  const died = START + 10_000;
  tamper('UPDATE runs SET owner_process_start = NULL, owner_pid = 4194305, heartbeat_at = ?', died);
  tamper('UPDATE run_states SET at = ?', START);
  catalog = openCatalog(path);
  const span = { from: START, to: START + 20_000, slices: 2 };
  const slices = [
    { active: 2, ended: {} },
    { active: 0, ended: { Crashed: { tasks: 2, bytes: 0 } } },
  ];
  expect(await catalog.timeline('r1', span)).toMatchObject(slices);
  expect(await catalog.markCrashedRuns()).toEqual(['r1']);
  expect(await catalog.timeline('r1', span)).toMatchObject(slices);
  await catalog.resumeRun('r1', { failed: false });
  expect(await catalog.timeline('r1', span)).toMatchObject([slices[0], { active: 0, ended: {} }]);
});
