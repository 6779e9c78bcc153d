import { setTimeout as wait } from 'node:timers/promises';
import type { HandedIn } from '@tapehaul/catalog';
import { postgresRecords } from '@tapehaul/catalog-postgres';
import { openPgboss } from '@tapehaul/fleet-pgboss';
import { ORDERS } from './series-order.ts';

/** Tasks that are handed in together. */
const GROUP = 5_000;

/** What a worker reports: how many files it has handed in, and how much memory it uses. */
export interface WorkerReport {
  readonly done: number;
  readonly rss: number;
  /** Seconds of processor time since it was ready. */
  readonly cpu: number;
}

// A worker whose transfers cost nothing: each file of a batch has come as soon as it was claimed.
const [url = '', root = '', name = '', holder = '', slots = '4', latency = '0', order = ''] =
  process.argv.slice(2);
const files = ORDERS[order];
const catalog = await postgresRecords(url).open(root);
const engine = await openPgboss({ url });
const before = process.cpuUsage();
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
      group.flatMap(({ taskId }) => came(runId, taskId)),
    );
    done += group.length;
  }
  return 'done';
});

/** A file that came at once. */
function came(runId: string, taskId: string): HandedIn[] {
  const change = { runId, taskId, name, attempt: 1, at: Date.now() };
  return [
    { change: { ...change, state: 'Running', phase: 'running' } },
    {
      change: { ...change, state: 'Completed', phase: 'final', bytes: 1_500 },
      ...(files === undefined
        ? {}
        : { object: { ...files.object(files.placeOf(taskId), change.at), runId } }),
    },
  ];
}

const reports = setInterval(report, 500);

function report(): void {
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  process.send?.({ done, rss: process.memoryUsage().rss, cpu } satisfies WorkerReport);
}

process.once('message', async () => {
  clearInterval(reports);
  await serving.stop();
  report();
  await engine.close();
  await catalog.close();
  process.disconnect();
});
