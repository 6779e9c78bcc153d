import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { PlannedTask } from '@tapehaul/catalog';
import { migrateRecord, postgresRecords } from '@tapehaul/catalog-postgres';
import { batchRef } from '@tapehaul/fleet';
import { migrateQueue, openPgboss } from '@tapehaul/fleet-pgboss';
import { startPostgres } from '@tapehaul/testkit/postgres';
import { keyAt } from '../records/large-run.ts';
import type { WorkerReport } from './worker-child.ts';

/**
 * What a fleet costs without its transfers: a run is planned into a durable PostgreSQL, its batches are offered in a window, and worker
 * processes claim them, and hand each file in as held at once, or with `--latency` after that many milliseconds, 64 at a time.
 * `npm run bench:fleet [-- --tasks 1000000 --workers 2 --slots 2]`. Markdown goes to stdout, progress to stderr.
 */
const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '2' },
    slots: { type: 'string', default: '2' },
    latency: { type: 'string', default: '0' },
  },
});
const [tasks, workers, slots] = [Number(values.tasks), Number(values.workers), Number(values.slots)];
const [runId, name, root] = ['bench', 'download-archive-file', '/data/bench'];
/** Batches that are offered and not ended, for each slot. */
const WINDOW = 4;

function* planned(): Generator<PlannedTask> {
  for (let n = 0; n < tasks; n += 1) yield { taskId: keyAt(n), name, input: null, bytes: 1_500 };
}

await using server = await startPostgres({ durable: true });
const url = await server.createDatabase('fleet');
await migrateRecord(url);
await migrateQueue(url);
const catalog = await postgresRecords(url).open(root);
const engine = await openPgboss({ url });

const began = performance.now();
await catalog.startRun({ runId, flow: 'bench', parameters: null });
await catalog.planTasks(runId, planned());
catalog.endPlan(runId);
const plannedAfter = seconds();

const reports = new Map<ChildProcess, WorkerReport>();
const children = Array.from({ length: workers }, (_, place) => {
  const given = [url, root, name, `worker-${place}`, String(slots), values.latency];
  const child = fork(join(import.meta.dirname, 'worker-child.ts'), given);
  child.on('message', (report: WorkerReport) => reports.set(child, report));
  return child;
});

/** How much was done by when, and the memory of the workers by then, a line for each tenth. */
const tenths: { readonly done: number; readonly at: number; readonly rss: number }[] = [];
const offered = new Set<number>();
for (;;) {
  const open = await catalog.batches(runId, { open: true, limit: WINDOW * workers * slots });
  const fresh = open.rows.filter(({ batch }) => !offered.has(batch));
  for (const { batch } of fresh) offered.add(batch);
  await engine.offer(fresh.map(({ batch }) => batchRef(runId, batch)));
  const done = [...reports.values()].reduce((sum, report) => sum + report.done, 0);
  while (done >= ((tenths.length + 1) * tasks) / 10) tenths.push({ done, at: seconds(), rss: memory() });
  if (open.rows.length === 0) break;
  await wait(200);
}
const ended = seconds();
const counts = await catalog.counts(runId);
if (counts.Completed?.tasks !== tasks) throw new Error(`outcomes: ${JSON.stringify(counts)}`);

for (const child of children) {
  child.send('stop');
  await once(child, 'exit');
}
catalog.endRun(runId, 'Completed', null);
await engine.close();
await catalog.close();

const whole = (value: number): string => Math.round(value).toLocaleString('en');
console.log(`| ${whole(tasks)} files, ${workers} workers × ${slots} slots | |\n|---|---|`);
console.log(`| planned, files/s | ${whole(tasks / plannedAfter)} |`);
console.log(`| claimed and handed in, files/s | ${whole(tasks / (ended - plannedAfter))} |`);
console.log(`| the whole way, files/s | ${whole(tasks / ended)} |`);
console.log(`| first tenth, last tenth, files/s | ${[rateOf(1), rateOf(tenths.length - 1)].join(', ')} |`);
const [early, late] = [tenths[1]?.rss ?? 0, tenths.at(-1)?.rss ?? 0];
console.log(
  `| memory of a worker after a tenth and at the end, MiB | ${mib(early / workers)}, ${mib(late / workers)} |`,
);

function seconds(): number {
  return (performance.now() - began) / 1_000;
}

function memory(): number {
  return [...reports.values()].reduce((sum, { rss }) => sum + rss, 0);
}

function mib(size: number): string {
  return whole(size / 2 ** 20);
}

/** Files a second between two tenths. */
function rateOf(place: number): string {
  const [from, to] = [tenths[place - 1], tenths[place]];
  return from === undefined || to === undefined ? '?' : whole((to.done - from.done) / (to.at - from.at));
}
