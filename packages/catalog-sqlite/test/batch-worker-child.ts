import { setTimeout as sleep } from 'node:timers/promises';
import { type BatchClaim, type ClaimedTask, everyRow, type HandedIn } from '@tapehaul/catalog';
import { openCatalog } from '../src/index.ts';
import { NAME, object } from './test-rows.ts';

/** Tasks that are handed in together. */
const GROUP = 100;

/** What a worker reports: a batch of which it has handed in a part, or that nothing is left. */
export interface Report {
  readonly claim?: BatchClaim;
  readonly done: number;
}

// Works on batches of a run until nothing is left; the worker `stuck` hands in a part of its first batch, and stops there.
const [, , path = '', runId = '', holder = ''] = process.argv;
const catalog = openCatalog(path);
let done = 0;
const attempted = ({ taskId }: ClaimedTask): HandedIn[] => {
  const change = { runId, taskId, name: NAME, attempt: 1, at: Date.now() };
  return [
    { change: { ...change, state: 'Running', phase: 'running' } },
    {
      change: { ...change, state: 'Completed', phase: 'final' },
      object: object(runId, taskId, { path: `bronze/${holder}/${taskId}` }),
    },
  ];
};

for (;;) {
  // Others wait for the lease of the one that stops.
  const lease = holder === 'stuck' ? { leaseSeconds: 0.5 } : {};
  const batch = await catalog.claim(runId, { name: NAME, holder, ...lease });
  if (batch === undefined) {
    const left = await Array.fromAsync(everyRow(catalog.remainingTasks(runId, NAME)));
    if (left.length === 0) break;
    await sleep(20);
    continue;
  }
  const { tasks, ...claim } = batch;
  for (let at = 0; at < tasks.length; at += GROUP) {
    const group = tasks.slice(at, at + GROUP);
    await catalog.handIn(claim, group.flatMap(attempted));
    done += group.length;
    if (holder !== 'stuck') continue;
    process.send?.({ claim, done } satisfies Report);
    await new Promise(() => setInterval(() => {}, 60_000));
  }
}
await catalog.close();
process.send?.({ done } satisfies Report);
process.disconnect();
