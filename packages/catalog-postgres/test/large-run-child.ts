import { everyRow, type PlannedTask } from '@tapehaul/catalog';
import { postgresRecords } from '../src/index.ts';
import { NAME, object, run } from './test-rows.ts';

/** What was measured of a run. */
export interface Measured {
  /** Bytes of the heap, once it was collected, after a tenth of the tasks had ended and at the end. */
  readonly early: number;
  readonly late: number;
  readonly completed: number;
  /** Tasks that were read page by page, and whether they came in the order of the plan. */
  readonly listed: number;
  readonly isInOrder: boolean;
}

// Plans a run, works through it in batches, and reads it to its end; says what its heap was.
const [, , url = '', root = '', count = '0'] = process.argv;
const total = Number(count);
const idOf = (at: number): string =>
  `data/spot/daily/trades/S${at % 100}USDT/${String(at).padStart(7, '0')}.zip`;

function* planned(): Generator<PlannedTask> {
  for (let at = 0; at < total; at += 1) yield { taskId: idOf(at), name: NAME, input: null, bytes: 5 };
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const catalog = await postgresRecords(url).open(root);
await catalog.startRun(run('r1'));
await catalog.planTasks('r1', planned());
catalog.endPlan('r1');
let [completed, early] = [0, 0];
for (;;) {
  const batch = await catalog.claim('r1', { name: NAME, holder: 'h' });
  if (batch === undefined) break;
  const { tasks, ...claim } = batch;
  const at = Date.now();
  const what = tasks.flatMap(({ taskId }) => {
    const change = { runId: 'r1', taskId, name: NAME, attempt: 1, at };
    return [
      { change: { ...change, state: 'Running', phase: 'running' } as const },
      {
        change: { ...change, state: 'Completed', phase: 'final', bytes: 5 } as const,
        object: object('r1', taskId),
      },
    ];
  });
  await catalog.handIn(claim, what);
  completed += tasks.length;
  if (early === 0 && completed >= total / 10) early = heap();
}
let [listed, isInOrder] = [0, true];
for await (const { taskId } of everyRow(catalog.outcomes('r1', NAME))) {
  isInOrder &&= taskId === idOf(listed);
  listed += 1;
}
const late = heap();
catalog.endRun('r1', 'Completed', null);
await catalog.close();
process.send?.({ early, late, completed, listed, isInOrder } satisfies Measured);
process.disconnect();
