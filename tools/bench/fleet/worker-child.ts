import { setTimeout as wait } from 'node:timers/promises';
import type { HandedIn } from '@tapehaul/catalog';
import { postgresRecords } from '@tapehaul/catalog-postgres';
import { openPgboss } from '@tapehaul/fleet-pgboss';
import { objectAt } from '../records/large-run.ts';

/** Tasks that are handed in together. */
const GROUP = 250;

/** What a worker reports: how many files it has handed in, and how much memory it uses. */
export interface WorkerReport {
  readonly done: number;
  readonly rss: number;
}

// A worker whose transfers cost nothing: each file of a batch has come as soon as it was claimed.
const [url = '', root = '', name = '', holder = '', slots = '2', latency = '0'] = process.argv.slice(2);
const catalog = await postgresRecords(url).open(root);
const engine = await openPgboss({ url });
let done = 0;

const serving = engine.serve(Number(slots), async ({ run: runId, no }) => {
  const batch = await catalog.claim(runId, { name, holder, batch: no });
  if (batch === undefined) return 'done';
  const { tasks, losses: _, ...claim } = batch;
  for (let at = 0; at < tasks.length; at += GROUP) {
    const group = tasks.slice(at, at + GROUP);
    if (latency !== '0') await wait(Number(latency) * Math.ceil(group.length / 64));
    await catalog.handIn(
      claim,
      group.flatMap(({ taskId }, place) => came(runId, taskId, (no - 1) * 1_000 + at + place)),
    );
    done += group.length;
  }
  return 'done';
});

/** A file that came at once: the n-th of the plan. */
function came(runId: string, taskId: string, n: number): HandedIn[] {
  const change = { runId, taskId, name, attempt: 1, at: Date.now() };
  return [
    { change: { ...change, state: 'Running', phase: 'running' } },
    {
      change: { ...change, state: 'Completed', phase: 'final', bytes: 1_500 },
      object: { ...objectAt(n, change.at), runId },
    },
  ];
}

const reports = setInterval(() => {
  process.send?.({ done, rss: process.memoryUsage().rss } satisfies WorkerReport);
}, 500);

process.once('message', async () => {
  clearInterval(reports);
  await serving.stop();
  await engine.close();
  await catalog.close();
  process.disconnect();
});
