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
import { type MadeFiles, ORDERS } from './series-order.ts';
import { type ServerLoad, serverLoad, storedBytes } from './server-load.ts';
import type { WorkerReport } from './worker-child.ts';

/**
 * What a fleet costs without its transfers: a run is planned into a durable PostgreSQL, its batches are offered in a window, and worker
 * processes claim them, and hand each file in as held at once, or with `--latency` after that many milliseconds, 64 at a time. Processor time
 * says more than files a second where other programs run.
 * `npm run bench:fleet [-- --tasks 1000000 --workers 2 --slots 4 --order days]`. Markdown goes to stdout, progress to stderr.
 */
const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '100000' },
    workers: { type: 'string', default: '2' },
    slots: { type: 'string', default: '4' },
    latency: { type: 'string', default: '0' },
    order: { type: 'string', default: 'series' },
  },
});
const [tasks, workers, slots] = [Number(values.tasks), Number(values.workers), Number(values.slots)];
const files = ORDERS[values.order];
if (files === undefined) throw new Error(`--order is one of ${Object.keys(ORDERS).join(', ')}`);
const [runId, name, root] = ['bench', 'download-archive-file', '/data/bench'];
/** Batches that are offered and not ended, for each slot. */
const WINDOW = 4;

function* planned(files: MadeFiles): Generator<PlannedTask> {
  for (let n = 0; n < tasks; n += 1) yield { taskId: files.key(n), name, input: null, bytes: 1_500 };
}

await using server = await startPostgres({ durable: true });
const url = await server.createDatabase('fleet');
await migrateRecord(url);
await migrateQueue(url);
const catalog = await postgresRecords(url).open(root);
const engine = await openPgboss({ url });

const fromServer: ServerLoad[] = [await serverLoad(server)];
const began = performance.now();
const ownBefore = process.cpuUsage();
await catalog.startRun({ runId, flow: 'bench', parameters: null });
await catalog.planTasks(runId, planned(files));
catalog.endPlan(runId);
const plannedAfter = seconds();
const planCpu = cpuSeconds(process.cpuUsage(ownBefore));
fromServer.push(await serverLoad(server));

const reports = new Map<ChildProcess, WorkerReport>();
const children = Array.from({ length: workers }, (_, place) => {
  const given = [url, root, name, `worker-${place}`, String(slots), values.latency, values.order];
  const child = fork(join(import.meta.dirname, 'worker-child.ts'), given);
  child.on('message', (report: WorkerReport) => reports.set(child, report));
  return child;
});

/** How much was done by when, and the memory of the workers by then, a line for each tenth. */
const tenths: {
  readonly done: number;
  readonly at: number;
  readonly rss: number;
  readonly server: number;
}[] = [];
const offered = new Set<number>();
for (;;) {
  const open = await catalog.batches(runId, { open: true, limit: WINDOW * workers * slots });
  const fresh = open.rows.filter(({ batch }) => !offered.has(batch));
  for (const { batch } of fresh) offered.add(batch);
  await engine.offer(fresh.map(({ batch }) => batchRef(runId, batch)));
  const done = [...reports.values()].reduce((sum, report) => sum + report.done, 0);
  while (done >= ((tenths.length + 1) * tasks) / 10) {
    tenths.push({ done, at: seconds(), rss: memory(), server: (await serverLoad(server)).memory });
    console.error(`${tenths.length}0 %: ${rateOf(tenths.length - 1)} files/s`);
  }
  if (open.rows.length === 0) break;
  await wait(200);
}
const ended = seconds();
fromServer.push(await serverLoad(server));
const counts = await catalog.counts(runId);
if (counts.Completed?.tasks !== tasks) throw new Error(`outcomes: ${JSON.stringify(counts)}`);

for (const child of children) {
  child.send('stop');
  await once(child, 'exit');
}
catalog.endRun(runId, 'Completed', null);
await engine.close();
await catalog.close();

console.log(`| ${whole(tasks)} files, ${workers} workers × ${slots} slots | |\n|---|---|`);
console.log(`| planned, files/s | ${whole(tasks / plannedAfter)} |`);
console.log(`| claimed and handed in, files/s | ${whole(tasks / (ended - plannedAfter))} |`);
console.log(`| the whole way, files/s | ${whole(tasks / ended)} |`);
console.log(`| first tenth, last tenth, files/s | ${[rateOf(1), rateOf(tenths.length - 1)].join(', ')} |`);
const [early, late] = [tenths[0], tenths.at(-1)];
console.log(
  `| memory of a worker after a tenth and at the end, MiB | ${mib((early?.rss ?? 0) / workers)}, ${mib((late?.rss ?? 0) / workers)} |`,
);
console.log(
  `| the largest process of the server, MiB | ${mib(early?.server ?? 0)}, ${mib(late?.server ?? 0)} |`,
);
const workerCpu = [...reports.values()].reduce((sum, { cpu }) => sum + cpu, 0) / tasks;
console.log(
  `| plan, µs of CPU a file: server, planner | ${micro(ofServer('cpu', 1))}, ${micro(planCpu / tasks)} |`,
);
console.log(
  `| the way of a file, µs of CPU: server, workers | ${micro(ofServer('cpu', 2))}, ${micro(workerCpu)} |`,
);
console.log(
  `| log of changes, bytes a file: plan, way | ${whole(ofServer('wal', 1))}, ${whole(ofServer('wal', 2))} |`,
);
const stored = (await storedBytes(server, 'fleet')).filter(({ table }) => table > tasks / 10);
console.log(
  `| stored, bytes a file, table + indexes | ${stored.map((it) => `${it.name} ${whole(it.table / tasks)} + ${whole(it.indexes / tasks)}`).join(', ')} |`,
);

function seconds(): number {
  return (performance.now() - began) / 1_000;
}

function cpuSeconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

/** Between two readings of the server, for a file. */
function ofServer(what: 'cpu' | 'wal', place: 1 | 2): number {
  return ((fromServer[place]?.[what] ?? 0) - (fromServer[place - 1]?.[what] ?? 0)) / tasks;
}

function micro(value: number): string {
  return (value * 1e6).toFixed(1);
}

function memory(): number {
  return [...reports.values()].reduce((sum, { rss }) => sum + rss, 0);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function mib(size: number): string {
  return whole(size / 2 ** 20);
}

/** Files a second between two tenths. */
function rateOf(place: number): string {
  const [from, to] = [tenths[place - 1], tenths[place]];
  return from === undefined || to === undefined ? '?' : whole((to.done - from.done) / (to.at - from.at));
}
