import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { everyRow, type PlannedTask } from '@tapehaul/catalog';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { flow, recordListener, task } from '@tapehaul/orchestrator';

/**
 * Trivial tasks through orchestrator and catalog: planned, run 16 at once, recorded with their states and
 * attempts, a log line for each hundredth. `npm run bench:orchestrator [-- --tasks 100000]`; the shape of 2,000
 * tasks is the one that Prefect 3.8.8 was measured with. Markdown goes to stdout.
 */
const { values } = parseArgs({ options: { tasks: { type: 'string', default: '2000,100000' } } });

interface Figures {
  readonly tasks: number;
  readonly seconds: number;
  /** Milliseconds of processor time for a task. */
  readonly cpu: number;
  /** Bytes of the catalog for a task. */
  readonly stored: number;
  /** Growth of the process while they ran, in bytes. */
  readonly grown: number;
}

async function measure(tasks: number): Promise<Figures> {
  const directory = await mkdtemp(join(tmpdir(), 'tapehaul-bench-'));
  const path = join(directory, 'catalog.db');
  const catalog = openCatalog(path);
  const before = (await stat(path)).size;
  const runId = 'bench';
  const name = 'trivial';
  const trivial = task(name, {}, async ({ taskId }: PlannedTask, { log }) => {
    if (taskId.endsWith('00')) log('info', `done with ${taskId}`);
    return taskId.length;
  });
  const all = flow('bench', {}, (_: undefined, { each }) =>
    each(
      trivial,
      everyRow(catalog.remainingTasks(runId, name)),
      { concurrency: 16, id: (it) => it.taskId },
      () => {},
    ),
  );
  const resident = process.memoryUsage().rss;
  const cpu = process.cpuUsage();
  const started = performance.now();
  await catalog.startRun({ runId, flow: 'bench', parameters: null });
  await catalog.planTasks(runId, planned(tasks, name));
  catalog.endPlan(runId);
  const run = await all(undefined, { runId, listeners: [recordListener(catalog, () => ({}))] });
  catalog.endRun(runId, run.state, null);
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const grown = process.memoryUsage().rss - resident;
  const done = (await catalog.counts(runId)).Completed?.tasks;
  if (done !== tasks) throw new Error(`${done} of ${tasks} tasks are recorded as Completed`);
  await catalog.close();
  const stored = ((await stat(path)).size - before) / tasks;
  await rm(directory, { recursive: true });
  return { tasks, seconds, cpu: (user + system) / 1_000 / tasks, stored, grown };
}

function* planned(tasks: number, name: string): Generator<PlannedTask> {
  for (let n = 0; n < tasks; n += 1)
    yield { taskId: `task-${String(n).padStart(7, '0')}`, name, input: null };
}

/** Prefect 3.8.8 with a local server, SQLite and 16 workers: tasks a second, and bytes for a task. */
const PREFECT = { perSecond: 272, stored: 20_000 };

console.log(
  '| tasks | tasks/s | of Prefect | CPU for a task | stored for a task | of Prefect | resident grown by |',
);
console.log('|---|---|---|---|---|---|---|');
await measure(1_000);
for (const tasks of values.tasks.split(',').map(Number)) {
  const { seconds, cpu, stored, grown } = await measure(tasks);
  const perSecond = tasks / seconds;
  const cells = [
    tasks.toLocaleString('en'),
    Math.round(perSecond).toLocaleString('en'),
    `${(perSecond / PREFECT.perSecond).toFixed(0)} times`,
    `${cpu.toFixed(3)} ms`,
    `${stored.toFixed(0)} B`,
    `1/${(PREFECT.stored / stored).toFixed(0)}`,
    `${(grown / 2 ** 20).toFixed(0)} MiB`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
