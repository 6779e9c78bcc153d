import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '@tapehaul/testkit/postgres';
import { root, startSimulator } from './demo/processes.ts';

/**
 * A fleet on this machine until Ctrl-C: a new PostgreSQL with a record, and workers of the bundled command. It prints what other
 * terminals need to collect on it: into an output directory of its own, since the record of another one is not in this database. With
 * `--simulate` they collect from an archive simulator. `npm run fleet [-- --workers 2 --slots 2 --simulate]`.
 */
const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '2' },
    slots: { type: 'string', default: '2' },
    simulate: { type: 'boolean', default: false },
  },
});
const command = join(root, 'apps/cli/dist/tapehaul.mjs');
// For every signal: npm passes Ctrl-C on to a process that the terminal has sent it to, and another one must not leave PostgreSQL behind.
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve());
});

await using server = await startPostgres({ durable: true });
const url = await server.createDatabase('tapehaul');

function start(...args: readonly string[]): ChildProcess {
  const env = { ...process.env, TAPEHAUL_RECORD_URL: url };
  // In groups of their own: this program stops them, not the terminal, so that PostgreSQL outlives them.
  return spawn(process.execPath, [command, ...args], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
}

const [status] = await once(start('migrate'), 'exit');
if (status !== 0) throw new Error('the database could not be prepared');
const workers = Array.from({ length: Number(values.workers) }, () =>
  start('worker', '--slots', values.slots),
);
const simulator = values.simulate ? await startSimulator() : undefined;
await mkdir(join(root, 'output'), { recursive: true });
const output = await mkdtemp(join(root, 'output', 'fleet-'));
console.log(`export TAPEHAUL_RECORD_URL=${url}`);
console.log(`export TAPEHAUL_OUTPUT_DIRECTORY=${output}`);
if (simulator !== undefined) console.log(`export TAPEHAUL_SOURCE_ENDPOINT=${simulator.url}`);
console.log(
  `npx tapehaul collect examples/binance-archive.json --on fleet     # in another terminal; Ctrl-C here ends the fleet`,
);
await stopped;
const ended = workers.map((worker) => once(worker, 'exit'));
for (const worker of workers) worker.kill('SIGTERM');
await Promise.all(ended);
simulator?.process.kill();
