import { openCatalog } from '../src/index.ts';
import { NAME, object, run, tasks } from './test-rows.ts';

/** Tasks of the run that this process writes. */
const TASKS = 200;

// Plans a run, then finishes its tasks over and over and records an object for each, and reports whatever outlives it.
const [, , path = ''] = process.argv;
const catalog = openCatalog(path);
await catalog.startRun(run('killed'));
const ids = Array.from({ length: TASKS }, (_, at) => `task-${at}`);
await catalog.planTasks('killed', tasks(...ids));
process.send?.({ planned: TASKS });
for (let round = 0; ; round++) {
  for (const [at, taskId] of ids.entries()) {
    const change = { runId: 'killed', taskId, name: NAME, attempt: round + 1, at: Date.now() };
    catalog.recordTask({ ...change, state: 'Running', phase: 'running' });
    catalog.recordObject(object('killed', `${round}-${at}`));
    catalog.recordTask({ ...change, state: 'Completed', phase: 'final' });
  }
  await catalog.settled();
  process.send?.({ objects: (round + 1) * TASKS });
}
