import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { LARGE_RUN, makeLargeRun } from './large-run.ts';

/**
 * How long other requests wait while the service answers one that reads a lot: `GET /livez`, one after the other from this process,
 * beside each long question over a run of half a million files, all of which failed. `npm run bench:waits [-- --tasks 500000 --data
 * FOLDER]`; the record stays in a folder that is given. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: { tasks: { type: 'string', default: '500000' }, data: { type: 'string' } },
});
const tasks = Number(values.tasks);
const command = join(import.meta.dirname, '../../../apps/server/bin/tapehaul-server.js');
const ROUNDS = 5;
const QUESTIONS = {
  'failures by symbol': 'failures?by=symbol',
  'failures by day': 'failures?by=day',
  'failed tasks by a part of the id that none has': 'tasks?state=Failed&contains=nowhere',
  'tasks by a part of the id that none has': 'tasks?contains=nowhere',
  'failed tasks of an interval and a code, which none has':
    'tasks?state=Failed&error_code=throttled&interval=1m',
  'tasks of an interval that none has': 'tasks?interval=3d',
  'tasks of a day that none has': 'tasks?from=2016-01-01&to=2016-01-02',
  'slowest tasks of a symbol that none has': 'tasks?symbol=NOSUCHUSDT&order=slowest',
};

async function answered(address: URL): Promise<number> {
  const started = performance.now();
  const answer = await fetch(address);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${address.pathname}: ${answer.status}`);
  return performance.now() - started;
}

/** How long each short request took until the long one was answered. */
async function waitsBeside(url: string, path: string): Promise<{ long: number; waits: number[] }> {
  const waits: number[] = [];
  let isOver = false;
  const long = answered(new URL(path, url)).finally(() => {
    isOver = true;
  });
  while (!isOver) waits.push(await answered(new URL('/livez', url)));
  return { long: await long, waits };
}

const data = values.data ?? (await mkdtemp(join(tmpdir(), 'tapehaul-waits-')));
try {
  const record = join(data, 'failed', '.tapehaul', 'catalog.db');
  if (!existsSync(record)) await makeLargeRun(record, tasks, 1);
  const server = execa(process.execPath, [command, '--port', '0', '--data', data], {
    reject: false,
  });
  try {
    const [line] = await once(createInterface(server.stdout), 'line');
    const [url = ''] = /http:\S+/.exec(String(line)) ?? [];
    for (let warm = 0; warm < 50; warm += 1) await answered(new URL('/livez', url));
    console.log(
      `| question over ${tasks.toLocaleString('en')} failed files | its answer | longest wait of others | median |`,
    );
    console.log('|---|---|---|---|');
    for (const [title, path] of Object.entries(QUESTIONS)) {
      const rounds = [];
      for (let round = 0; round < ROUNDS; round += 1)
        rounds.push(await waitsBeside(url, `/v1/runs/${LARGE_RUN}/${path}`));
      const longest = rounds.map(({ waits }) => Math.max(...waits));
      const all = rounds.flatMap(({ waits }) => waits);
      const shown = [rounds.map(({ long }) => long), longest, all].map(
        (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0,
      );
      console.log(`| ${title} | ${shown.map((number) => `${number.toFixed(0)} ms`).join(' | ')} |`);
    }
  } finally {
    server.kill();
    await server;
  }
} finally {
  if (values.data === undefined) await rm(data, { recursive: true, force: true });
}
