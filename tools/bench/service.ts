import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays, seriesParts } from '@tapehaul/archive';
import type { ObjectRecord, PlannedTask } from '@tapehaul/catalog';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { createServer } from '../../apps/server/src/server.ts';

/**
 * Answers of the service over a record of a million tasks, of which a thousandth failed: the slowest of ten for each kind
 * of question. `npm run bench:service [-- --tasks 1000000]`. Markdown goes to stdout.
 */
const { values } = parseArgs({ options: { tasks: { type: 'string', default: '1000000' } } });
const TASKS = Number(values.tasks);
const RUN = '20260101T000000Z-abcdef';
const name = 'download-archive-file';
const key = (n: number): string =>
  `data/spot/daily/klines/C${n % 1_000}USDT/1h/C${n % 1_000}USDT-1h-${n}.zip`;

/** What is held of a file: daily candles of a thousand symbols. */
const object = (n: number, recordedAt: number): ObjectRecord => ({
  key: key(n),
  path: key(n),
  bytes: 1_500,
  mtimeMs: recordedAt,
  sha256: n.toString(16).padStart(64, '0'),
  proof: 'sidecar',
  depth: 'published',
  etag: null,
  lastModified: null,
  series: seriesParts(`spot/klines/C${n % 1_000}USDT/1h`),
  partition: 'daily',
  period: addDays('2017-01-01', Math.floor(n / 1_000)),
  runId: RUN,
  recordedAt,
});

function* planned(): Generator<PlannedTask> {
  for (let n = 0; n < TASKS; n += 1) yield { taskId: key(n), name, input: null };
}

async function fill(path: string): Promise<void> {
  const catalog = openCatalog(path);
  await catalog.startRun({ runId: RUN, flow: 'archive-collection-flow', parameters: null });
  await catalog.planTasks(RUN, planned());
  catalog.endPlan(RUN);
  const start = Date.now() - TASKS;
  for (let n = 0; n < TASKS; n += 1) {
    const change = { runId: RUN, taskId: key(n), name, attempt: 1 };
    const failed = n % 1_000 === 0;
    catalog.recordTask({ ...change, state: 'Running', phase: 'running', at: start + n });
    const end = failed
      ? { state: 'Failed', errorCode: 'throttled', errorMessage: 'slow down' }
      : { state: 'Completed', bytes: 1_500 };
    catalog.recordTask({ ...change, ...end, phase: 'final', at: start + n + (n % 777) });
    if (!failed) catalog.recordObject(object(n, start + n));
    if (failed)
      catalog.recordLog({
        runId: RUN,
        taskId: key(n),
        attempt: 1,
        at: start + n,
        level: 'error',
        message: `failed ${n}`,
      });
  }
  catalog.endRun(RUN, 'CompletedWithGaps', null);
  await catalog.close();
}

const data = await mkdtemp(join(tmpdir(), 'tapehaul-service-'));
try {
  await fill(join(data, 'all', '.tapehaul', 'catalog.db'));
  const server = await createServer({ data, rate: 1_000_000 });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const run = `/v1/runs/${RUN}`;
  const questions = {
    'list runs': '/v1/runs',
    'show a run, with counts, failures and timeline': run,
    'tasks, first page': `${run}/tasks`,
    'tasks that failed': `${run}/tasks?state=Failed`,
    'tasks, the slowest': `${run}/tasks?order=slowest&state=Completed`,
    'tasks, the latest': `${run}/tasks?order=latest`,
    'tasks by a part of the id that many have': `${run}/tasks?contains=C77USDT`,
    'tasks by a part of the id that none has': `${run}/tasks?contains=nowhere`,
    'logs of level error': `${run}/logs?level=error`,
    'logs by text': `${run}/logs?contains=failed 99`,
    'coverage, a page of a thousand series': '/v1/coverage?output_directory=all',
    'coverage of one series': '/v1/coverage?output_directory=all&series=spot/klines/C77USDT',
    metrics: '/metrics',
  };
  console.log(`| question over ${TASKS.toLocaleString('en')} tasks | slowest of ten |`);
  console.log('|---|---|');
  const before = process.memoryUsage().rss;
  for (const [title, path] of Object.entries(questions)) {
    let slowest = 0;
    for (let round = 0; round < 10; round += 1) {
      const started = performance.now();
      const answer = await fetch(new URL(path, url));
      await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      slowest = Math.max(slowest, performance.now() - started);
    }
    console.log(`| ${title} | ${slowest.toFixed(0)} ms |`);
  }
  console.log(
    `\nResident memory grew by ${((process.memoryUsage().rss - before) / 2 ** 20).toFixed(0)} MiB meanwhile.`,
  );
  await server.close();
} finally {
  await rm(data, { recursive: true, force: true });
}
