import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { addDays } from '@tapehaul/archive';
import { startPostgres } from '@tapehaul/testkit/postgres';
import { execa } from 'execa';
import { startSimulator } from '../../demo/processes.ts';

/**
 * How much faster a run is with more workers where answers are late: the bundled command collects from an archive simulator into a shared
 * folder, with one worker and with several, each a process of one slot, the record durable. Files are fetched and proved as ever.
 * `npm run bench:fleet-workers [-- --workers 4 --batches 8 --latency 100 --parallel 8]`. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '4' },
    batches: { type: 'string', default: '8' },
    latency: { type: 'string', default: '100' },
    parallel: { type: 'string', default: '8' },
  },
});
const command = join(import.meta.dirname, '../../../apps/cli/dist/tapehaul.mjs');
const INTERVALS = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h'];
const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'ADAUSDT', 'XRPUSDT'];
const BATCH = 1_000;
const days = (Number(values.batches) * BATCH) / SYMBOLS.length / INTERVALS.length;

/** What is read of the events that the command prints. */
type Line =
  | { readonly kind: 'other' }
  | {
      readonly kind: 'fleet';
      readonly files: Readonly<Record<string, { readonly tasks: number } | undefined>>;
      readonly open_batches: number;
    };

/** How long the files of a run took, from the first look of its owner at its workers to the last file. */
interface Took {
  readonly workers: number;
  readonly files: number;
  readonly seconds: number;
}

const directory = await mkdtemp(join(tmpdir(), 'tapehaul-workers-'));
const simulator = await startSimulator('--latency', values.latency, '--rows', '10');
await using server = await startPostgres({ durable: true });
try {
  const took = [await collect(1), await collect(Number(values.workers))];
  const [alone] = took;
  console.log(
    `| workers of ${values.parallel} parallel downloads, ${values.latency} ms an answer | files | seconds | files/s | of one worker |\n|---|---|---|---|---|`,
  );
  for (const { workers, files, seconds } of took) {
    const rate = files / seconds;
    const ratio = alone === undefined ? Number.NaN : (rate * alone.seconds) / alone.files;
    console.log(
      `| ${workers} | ${files.toLocaleString('en')} | ${seconds.toFixed(1)} | ${rate.toFixed(0)} | ${ratio.toFixed(2)} × |`,
    );
  }
} finally {
  simulator.process.kill();
  await rm(directory, { recursive: true, force: true });
}

/** Collects into a new folder, with a new record, and that many workers. */
async function collect(workers: number): Promise<Took> {
  const url = await server.createDatabase(`workers${workers}`);
  const env = { TAPEHAUL_RECORD_URL: url, TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
  await execa(process.execPath, [command, 'migrate'], { env });
  const output = join(directory, `out-${workers}`);
  const file = join(directory, `config-${workers}.json`);
  await writeFile(file, JSON.stringify(configOf(output)));
  const running = Array.from({ length: workers }, () =>
    execa(process.execPath, [command, 'worker', '--slots', '1', '--json'], { env, reject: false }),
  );
  const child = execa(process.execPath, [command, 'collect', file, '--on', 'fleet', '--json'], {
    env,
    buffer: false,
  });
  let [begun, ended, files] = [0, 0, 0];
  for await (const line of createInterface({ input: child.stdout })) {
    const event: Line = JSON.parse(line);
    if (event.kind !== 'fleet') continue;
    if (begun === 0) begun = performance.now();
    if (ended > 0 || event.open_batches > 0) continue;
    ended = performance.now();
    files = event.files.Completed?.tasks ?? 0;
  }
  await child;
  for (const worker of running) worker.kill('SIGTERM');
  await Promise.all(running);
  await rm(output, { recursive: true, force: true });
  return { workers, files, seconds: (ended - begun) / 1_000 };
}

function configOf(output: string): object {
  return {
    output_directory: output,
    markets: ['spot'],
    symbols: SYMBOLS,
    data_types: ['klines'],
    intervals: INTERVALS,
    partition: 'daily',
    planning: 'matrix',
    max_parallel_downloads: Number(values.parallel),
    date_range: { start: '2022-01-01', end: addDays('2022-01-01', days - 1) },
  };
}
