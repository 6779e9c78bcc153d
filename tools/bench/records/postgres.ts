import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Catalog, everyRow, type HandedIn, type PlannedTask } from '@tapehaul/catalog';
import { migrateRecord, postgresRecords } from '@tapehaul/catalog-postgres';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { startPostgres } from '@tapehaul/testkit/postgres';
import { keyAt, objectAt } from './large-run.ts';

/**
 * One run in a record in SQLite and in PostgreSQL, both on this machine and durable: its plan is stored, its files are claimed and handed in
 * as held in batches of 1,000, one after the other, and its outcomes are read. `npm run bench:postgres [-- --tasks 100000]`. Markdown
 * goes to stdout.
 */
const { values } = parseArgs({ options: { tasks: { type: 'string', default: '100000' } } });
const tasks = Number(values.tasks);
const [runId, name] = ['bench', 'download-archive-file'];

/** Steps of a run, each with the tasks it does in a second. */
interface Rates {
  readonly plan: number;
  readonly handIn: number;
  readonly outcomes: number;
  /** Milliseconds of processor time of this process for a task, over all steps. */
  readonly cpu: number;
  /** Growth of the heap from the first tenth of the hand-ins to the last, in bytes. */
  readonly grown: number;
}

function* planned(): Generator<PlannedTask> {
  for (let n = 0; n < tasks; n += 1) yield { taskId: keyAt(n), name, input: null, bytes: 1_500 };
}

async function rate(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return tasks / ((performance.now() - began) / 1_000);
}

async function measure(catalog: Catalog): Promise<Rates> {
  const cpu = process.cpuUsage();
  await catalog.startRun({ runId, flow: 'bench', parameters: null });
  const plan = await rate(async () => {
    await catalog.planTasks(runId, planned());
  });
  let [done, early] = [0, 0];
  const handIn = await rate(async () => {
    for (;;) {
      const batch = await catalog.claim(runId, { name, holder: 'bench' });
      if (batch === undefined) return;
      const { tasks: claimed, ...claim } = batch;
      await catalog.handIn(
        claim,
        claimed.flatMap(({ taskId }, place) => ended(taskId, done + place)),
      );
      done += claimed.length;
      if (early === 0 && done >= tasks / 10) early = heap();
    }
  });
  const grown = heap() - early;
  const outcomes = await rate(async () => {
    let read = 0;
    for await (const { held } of everyRow(catalog.outcomes(runId, name))) if (held !== null) read += 1;
    if (read !== tasks) throw new Error(`${read} of ${tasks} files are held`);
  });
  catalog.endRun(runId, 'Completed', null);
  await catalog.close();
  const { user, system } = process.cpuUsage(cpu);
  return { plan, handIn, outcomes, grown, cpu: (user + system) / 1_000 / tasks };
}

/** What happened to the n-th file. */
function ended(taskId: string, n: number): HandedIn[] {
  const change = { runId, taskId, name, attempt: 1, at: Date.now() };
  return [
    { change: { ...change, state: 'Running', phase: 'running' } },
    {
      change: { ...change, state: 'Completed', phase: 'final', bytes: 1_500 },
      object: { ...objectAt(n, change.at), runId },
    },
  ];
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const directory = await mkdtemp(join(tmpdir(), 'tapehaul-bench-'));
const sqlite = await measure(openCatalog(join(directory, 'catalog.db')));
await rm(directory, { recursive: true });
await using server = await startPostgres({ durable: true });
const url = await server.createDatabase('records');
await migrateRecord(url);
const postgres = await measure(await postgresRecords(url).open('/data/bench'));

console.log(`| ${tasks.toLocaleString('en')} files | SQLite | PostgreSQL | of SQLite |\n|---|---|---|---|`);
const whole = (value: number): string => Math.round(value).toLocaleString('en');
for (const [step, title] of [
  ['plan', 'planned, files/s'],
  ['handIn', 'claimed and handed in, files/s'],
  ['outcomes', 'outcomes read, files/s'],
] as const) {
  const ratio = (postgres[step] / sqlite[step]).toFixed(2);
  console.log(`| ${title} | ${whole(sqlite[step])} | ${whole(postgres[step])} | ${ratio} |`);
}
const [a, b] = [sqlite.cpu, postgres.cpu];
console.log(
  `| processor time of the process for a file, ms | ${a.toFixed(3)} | ${b.toFixed(3)} | ${(b / a).toFixed(2)} |`,
);
const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
console.log(
  `| heap grown while files were handed in, MiB | ${mib(sqlite.grown)} | ${mib(postgres.grown)} | |`,
);
