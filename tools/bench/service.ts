import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays, seriesParts } from '@tapehaul/archive';
import type { ObjectRecord, PlannedTask } from '@tapehaul/catalog';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { createServer } from '../../apps/server/src/server.ts';

/**
 * Answers of the service over a record of a million tasks, of which one in 240 failed: the slowest of ten for each kind
 * of question. `npm run bench:service [-- --tasks 1000000]`. Markdown goes to stdout.
 */
const { values } = parseArgs({ options: { tasks: { type: 'string', default: '1000000' } } });
const TASKS = Number(values.tasks);
const RUN = '20260101T000000Z-abcdef';
const name = 'download-archive-file';
/** Symbols of the daily candles, which have two intervals. */
const SYMBOLS = 500;
/** One in 240 files fails, after a first attempt that is repeated. */
const EVERY = 240;
const CODES = ['throttled', 'stalled', 'checksum_disputed', 'access_denied'];
const seriesAt = (n: number) => ({ symbol: `C${n % SYMBOLS}USDT`, interval: n % 2 === 0 ? '1h' : '1m' });
const dayAt = (n: number): string => addDays('2017-01-01', Math.floor(n / SYMBOLS));
const key = (n: number): string => {
  const { symbol, interval } = seriesAt(n);
  return `data/spot/daily/klines/${symbol}/${interval}/${symbol}-${interval}-${dayAt(n)}.zip`;
};

/** What is held of a file. */
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
  series: seriesParts(`spot/klines/${seriesAt(n).symbol}/${seriesAt(n).interval}`),
  partition: 'daily',
  period: dayAt(n),
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
    const failed = n % EVERY === 0;
    const errorCode = CODES[(n / EVERY) % CODES.length] ?? 'throttled';
    const error = { errorCode, errorMessage: `${key(n)}: ${errorCode}` };
    catalog.recordTask({ ...change, state: 'Running', phase: 'running', at: start + n });
    if (failed) {
      catalog.recordTask({ ...change, ...error, state: 'AwaitingRetry', phase: 'waiting', at: start + n });
      catalog.recordTask({ ...change, state: 'Retrying', phase: 'running', attempt: 2, at: start + n });
    }
    const end = failed ? { ...error, state: 'Failed', attempt: 2 } : { state: 'Completed', bytes: 1_500 };
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
  const middle = dayAt(Math.floor(TASKS / 2));
  const anHourIn = new Date(Date.now() - TASKS / 2).toISOString();
  const questions = {
    'list runs': '/v1/runs',
    'show a run, with counts, failures and timeline': run,
    'tasks, first page': `${run}/tasks`,
    'tasks that failed': `${run}/tasks?state=Failed`,
    'tasks, the slowest': `${run}/tasks?order=slowest&state=Completed`,
    'tasks, the latest': `${run}/tasks?order=latest`,
    'tasks by a part of the id that many have': `${run}/tasks?contains=C77USDT`,
    'tasks by a part of the id that none has': `${run}/tasks?contains=nowhere`,
    'tasks of a symbol': `${run}/tasks?symbol=C77USDT`,
    'tasks of a symbol, none of which failed': `${run}/tasks?symbol=C77USDT&state=Failed`,
    'tasks of a symbol, the slowest': `${run}/tasks?symbol=C77USDT&order=slowest`,
    'tasks of a day': `${run}/tasks?from=${middle}&to=${middle}`,
    'tasks of a day, a thousand': `${run}/tasks?from=${middle}&to=${middle}&limit=1000`,
    'tasks of an interval': `${run}/tasks?interval=1m&state=Completed`,
    'failed tasks of a type': `${run}/tasks?data_type=klines&state=Failed`,
    'tasks by the beginning of their keys': `${run}/tasks?prefix=data/spot/daily/klines/C49`,
    'tasks of a symbol that none has': `${run}/tasks?symbol=NOSUCHUSDT`,
    'one task whole': `${run}/tasks/${encodeURIComponent(key(EVERY))}`,
    'failures by code': `${run}/failures`,
    'failures by symbol': `${run}/failures?by=symbol`,
    'failures by day': `${run}/failures?by=day`,
    'timeline, 500 slices': `${run}/timeline?slices=500`,
    'timeline of five minutes': `${run}/timeline?from=${anHourIn}&to=${new Date(Date.parse(anHourIn) + 300_000).toISOString()}&slices=300`,
    'logs, the newest first': `${run}/logs?order=newest`,
    'logs around a line': `${run}/logs?around=1000&context=50`,
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
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      slowest = Math.max(slowest, performance.now() - started);
      const { rows, next } = JSON.parse(text.startsWith('{') ? text : '{}');
      if (rows?.length === 0 && next !== null && !path.includes('contains=')) {
        throw new Error(`${path}: an empty page that is not the last`);
      }
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
