import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PlannedTask } from '@tapehaul/catalog';
import { migrateRecord, postgresRecords } from '@tapehaul/catalog-postgres';
import { startPostgres } from '@tapehaul/testkit/postgres';
import type { MemoryReport } from './memory-child.ts';
import { ORDERS } from './series-order.ts';
import { serverLoad } from './server-load.ts';

/**
 * Whether the memory of a worker grows: one process works through runs of the same size one after the other, of other files each, and
 * says what it uses after each tenth, once its heap was collected.
 * `npm run bench:fleet-memory [-- --tasks 1000000 --runs 2]`. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: { tasks: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '2' } },
});
const [tasks, runs] = [Number(values.tasks), Number(values.runs)];
const files = ORDERS.series;
if (files === undefined) throw new Error('the order of series is missing');
const [name, root] = ['download-archive-file', '/data/bench'];

await using server = await startPostgres({ durable: true });
const url = await server.createDatabase('fleet');
await migrateRecord(url);
const catalog = await postgresRecords(url).open(root);
const child = fork(join(import.meta.dirname, 'memory-child.ts'), [url, root, name, String(tasks / 10)], {
  execArgv: [...process.execArgv, '--expose-gc'],
});
console.log(
  '| files handed in | resident MiB | heap MiB | largest process of the server, MiB |\n|---|---|---|---|',
);
for (let run = 0; run < runs; run += 1) {
  const runId = `bench-${run}`;
  await catalog.startRun({ runId, flow: 'bench', parameters: null });
  await catalog.planTasks(runId, planned(run * tasks));
  catalog.endPlan(runId);
  await catalog.settled();
  const reports = on(child, 'message');
  child.send({ runId });
  for await (const [report] of reports as AsyncIterable<[MemoryReport]>) {
    if (report.isDone) break;
    const { memory } = await serverLoad(server);
    console.log(
      `| ${report.done.toLocaleString('en')} | ${[report.rss, report.heap, memory].map(mib).join(' | ')} |`,
    );
  }
  catalog.endRun(runId, 'Completed', null);
  await catalog.settled();
}
child.send('stop');
await once(child, 'exit');
await catalog.close();

function* planned(first: number): Generator<PlannedTask> {
  for (let n = first; n < first + tasks; n += 1)
    yield { taskId: files?.key(n) ?? '', name, input: null, bytes: 1_500 };
}

function mib(size: number): string {
  return String(Math.round(size / 2 ** 20));
}
