import { once } from 'node:events';
import type { BatchClaim, ClaimedTask, HandedIn } from '@tapehaul/catalog';
import { postgresRecords } from '@tapehaul/catalog-postgres';
import { ORDERS } from './series-order.ts';

/** What a worker uses, in bytes, once that many files were handed in. */
export interface MemoryReport {
  readonly done: number;
  readonly rss: number;
  readonly heap: number;
  /** Whether the run has no batch any more. */
  readonly isDone: boolean;
}

/** Batches that are worked on at once. */
const SLOTS = 4;

// A worker that works through each run it is sent, and reports its memory after each `every` files.
const [url = '', root = '', name = '', every = ''] = process.argv.slice(2);
const files = ORDERS.series;
const catalog = await postgresRecords(url).open(root);
let [done, reported] = [0, 0];

for (;;) {
  const [message] = await once(process, 'message');
  if (message === 'stop') break;
  const { runId }: { runId: string } = message;
  await Promise.all(Array.from({ length: SLOTS }, (_, slot) => work(runId, `slot-${slot}`)));
  report(true);
}
await catalog.close();
process.disconnect();

async function work(runId: string, holder: string): Promise<void> {
  for (;;) {
    const batch = await catalog.claim(runId, { name, holder });
    if (batch === undefined) return;
    const { tasks, losses: _, ...claim } = batch;
    await catalog.handIn(claim, came(claim, tasks));
    done += tasks.length;
    if (done - reported < Number(every)) continue;
    reported = done;
    report(false);
  }
}

function came({ runId }: BatchClaim, tasks: readonly ClaimedTask[]): HandedIn[] {
  return tasks.flatMap(({ taskId }): HandedIn[] => {
    const change = { runId, taskId, name, attempt: 1, at: Date.now() };
    const object = files?.object(files.placeOf(taskId), change.at);
    return [
      { change: { ...change, state: 'Running', phase: 'running' } },
      {
        change: { ...change, state: 'Completed', phase: 'final', bytes: 1_500 },
        ...(object === undefined ? {} : { object: { ...object, runId } }),
      },
    ];
  });
}

function report(isDone: boolean): void {
  globalThis.gc?.();
  const { rss, heapUsed: heap } = process.memoryUsage();
  process.send?.({ done, rss, heap, isDone } satisfies MemoryReport);
}
