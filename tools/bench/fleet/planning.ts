import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays } from '@tapehaul/archive';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { parseConfig } from '@tapehaul/config';
import { migrateQueue } from '@tapehaul/fleet-pgboss';
import { startPostgres } from '@tapehaul/testkit/postgres';
import { ArchiveCollectionWorkflow } from '@tapehaul/workflow';
import { openFleetEngine, prepareDatabase } from '@tapehaul/workflow/fleet';
import { execa } from 'execa';

/**
 * How long a large request takes to plan where the archive lists late: by its owner alone, and in parts by one worker and by several, each a process of
 * one slot, the record durable. Every series is a page of the listing. The run is stopped once its plan is stored.
 * `npm run bench:fleet-plan [-- --workers 3 --symbols 200 --days 30 --latency 100 --objects 3000]`. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '3' },
    symbols: { type: 'string', default: '200' },
    days: { type: 'string', default: '30' },
    latency: { type: 'string', default: '100' },
    objects: { type: 'string', default: '3000' },
  },
});
const command = join(import.meta.dirname, '../../../apps/cli/dist/tapehaul.mjs');
const INTERVALS = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h'];
const START = '2024-01-01';
const names = Array.from({ length: Number(values.symbols) }, (_, place) => `S${1_000 + place}USDT`);

/** How long a plan took. */
interface Took {
  readonly by: string;
  readonly files: number;
  readonly seconds: number;
}

const directory = await mkdtemp(join(tmpdir(), 'tapehaul-plans-'));
const listed = names.map((symbol) => ({ market: 'spot' as const, symbol, from: '2020-01-01', to: null }));
const simulator = await startSimulator({ source: syntheticSource({ symbols: listed, maxRows: 10 }) });
simulator.faults.add({
  key: /./,
  operation: 'list',
  fault: { kind: 'delay', milliseconds: Number(values.latency) },
});
await using server = await startPostgres({ durable: true });
try {
  console.log(`| planned by, ${values.latency} ms a page | files | seconds | files/s |\n|---|---|---|---|`);
  for (const workers of [0, 1, Number(values.workers)]) {
    const { by, files, seconds } = await plan(workers);
    const rate = (files / seconds).toFixed(0);
    console.log(`| ${by} | ${files.toLocaleString('en')} | ${seconds.toFixed(1)} | ${rate} |`);
  }
} finally {
  await simulator.close();
  await rm(directory, { recursive: true, force: true });
}

/** Plans with a new record, and that many workers; by the owner alone without any. */
async function plan(workers: number): Promise<Took> {
  const url = await server.createDatabase(`plan${workers}`);
  process.env.TAPEHAUL_RECORD_URL = url;
  await prepareDatabase();
  await migrateQueue(url);
  const running = Array.from({ length: workers }, () =>
    execa(process.execPath, [command, 'worker', '--slots', '1', '--json'], { reject: false }),
  );
  // Workers that start are no part of planning.
  await Promise.all(running.map(({ stdout }) => new Promise((resolve) => stdout.once('data', resolve))));
  const engine = await openFleetEngine();
  const stop = new AbortController();
  const config = parseConfig(configOf(join(directory, `out-${workers}`)));
  let [begun, ended, files] = [performance.now(), 0, 0];
  await new ArchiveCollectionWorkflow(config, {
    fleet: engine,
    fleetPartObjects: workers === 0 ? Number.POSITIVE_INFINITY : Number(values.objects),
    onState: (event) => {
      if (event.kind === 'task' && event.task === 'generate-ingestion-tasks' && event.state === 'Running')
        begun = performance.now();
    },
    onEvent: (event) => {
      if (event.kind !== 'planned') return;
      [ended, files] = [performance.now(), event.files];
      stop.abort();
    },
  }).execute({ signal: stop.signal });
  for (const worker of running) worker.kill('SIGTERM');
  await Promise.all(running);
  await engine.close();
  const by = workers === 0 ? 'the owner alone' : `${workers} worker${workers === 1 ? '' : 's'} of one slot`;
  return { by, files, seconds: (ended - begun) / 1_000 };
}

function configOf(output: string): object {
  return {
    output_directory: output,
    markets: ['spot'],
    symbols: names,
    data_types: ['klines'],
    intervals: INTERVALS,
    partition: 'daily',
    planning: 'auto',
    check_free_space: false,
    date_range: { start: START, end: addDays(START, Number(values.days) - 1) },
    source: { endpoint: simulator.url },
  };
}
