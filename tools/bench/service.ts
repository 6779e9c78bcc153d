import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createServer } from '../../apps/server/src/server.ts';
import { dayAt, FAILS_EVERY, keyAt, LARGE_RUN, makeLargeRun } from './records/large-run.ts';

/**
 * Answers of the service over a record of a million tasks, of which one in 240 failed: the slowest of ten, and the processor time
 * of one, for each kind of question. `npm run bench:service [-- --tasks 1000000 --data FOLDER]`; the record stays in a folder that
 * is given, for the next time and for `bench:page`. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: { tasks: { type: 'string', default: '1000000' }, data: { type: 'string' } },
});
const TASKS = Number(values.tasks);

const data = values.data ?? (await mkdtemp(join(tmpdir(), 'tapehaul-service-')));
try {
  const record = join(data, 'million', '.tapehaul', 'catalog.db');
  if (!existsSync(record)) await makeLargeRun(record, TASKS);
  const server = await createServer({ data, rate: 1_000_000 });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const run = `/v1/runs/${LARGE_RUN}`;
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
    'one task whole': `${run}/tasks/${encodeURIComponent(keyAt(FAILS_EVERY))}`,
    'failures by code': `${run}/failures`,
    'failures by symbol': `${run}/failures?by=symbol`,
    'failures by day': `${run}/failures?by=day`,
    'timeline, 500 slices': `${run}/timeline?slices=500`,
    'timeline of five minutes': `${run}/timeline?from=${anHourIn}&to=${new Date(Date.parse(anHourIn) + 300_000).toISOString()}&slices=300`,
    'logs, the newest first': `${run}/logs?order=newest`,
    'logs around a line': `${run}/logs?around=1000&context=50`,
    'logs of level error': `${run}/logs?level=error`,
    'logs by text': `${run}/logs?contains=failed 99`,
    'coverage, a page of a thousand series': '/v1/coverage?output_directory=million',
    'coverage of one series': '/v1/coverage?output_directory=million&series=spot/klines/C77USDT',
    metrics: '/metrics',
  };
  console.log(`| question over ${TASKS.toLocaleString('en')} tasks | CPU | slowest of ten |`);
  console.log('|---|---|---|');
  const before = process.memoryUsage().rss;
  for (const [title, path] of Object.entries(questions)) {
    let slowest = 0;
    const cpu = process.cpuUsage();
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
    const { user, system } = process.cpuUsage(cpu);
    console.log(`| ${title} | ${((user + system) / 10_000).toFixed(0)} ms | ${slowest.toFixed(0)} ms |`);
  }
  console.log(
    `\nResident memory grew by ${((process.memoryUsage().rss - before) / 2 ** 20).toFixed(0)} MiB meanwhile.`,
  );
  await server.close();
} finally {
  if (values.data === undefined) await rm(data, { recursive: true, force: true });
}
