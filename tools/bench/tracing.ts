import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays } from '@tapehaul/archive';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { inSpan } from '@tapehaul/tracing';
import { execa } from 'execa';

/**
 * What tracing costs: `tapehaul collect` without and with `--trace`, every task kept and sent to a receiver on
 * loopback that drops it; in turn, the medians compared. And what the calls of the tracing API cost where no SDK
 * is loaded, as a share of a file's time. `npm run bench:tracing [-- --files 3000 --rounds 7]`. Markdown goes to
 * stdout.
 */
const { values } = parseArgs({
  options: { files: { type: 'string', default: '3000' }, rounds: { type: 'string', default: '7' } },
});
const files = Number(values.files);
const command = join(import.meta.dirname, '../../apps/cli/bin/tapehaul.js');
/** Spans of a file: the task, its attempt, two transfers, the proof. */
const SPANS = 5;

async function startReceiver(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('Content-Type', 'application/x-protobuf').end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** Seconds of a collection. */
async function collect(config: string, output: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  await rm(output, { recursive: true, force: true });
  const started = performance.now();
  await execa(process.execPath, [command, 'collect', config, '--json', ...args], { env, stdout: 'ignore' });
  return (performance.now() - started) / 1_000;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

const directory = await mkdtemp(join(tmpdir(), 'tapehaul-tracing-'));
await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 10 }) });
const receiver = await startReceiver();
try {
  const output = join(directory, 'out');
  const config = join(directory, 'config.json');
  const request = {
    output_directory: output,
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    partition: 'daily',
    date_range: { start: '2017-09-01', end: addDays('2017-09-01', files - 1) },
    max_parallel_downloads: 16,
    engine: 's3',
  };
  await writeFile(config, JSON.stringify(request));
  const env = { TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
  const traced = { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_TRACES_SAMPLER: 'always_on' };
  const [off, on]: [number[], number[]] = [[], []];
  await collect(config, output, [], env);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    off.push(await collect(config, output, [], env));
    on.push(await collect(config, output, ['--trace'], traced));
  }
  const started = performance.now();
  for (let file = 0; file < files; file += 1) {
    for (let span = 0; span < SPANS; span += 1) await inSpan('bench', 'span', {}, async () => span);
  }
  const idle = (performance.now() - started) / 1_000;
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  console.log(`| ${files.toLocaleString('en')} files | seconds | of untraced |`);
  console.log('|---|---|---|');
  console.log(`| without tracing | ${median(off).toFixed(2)} | |`);
  console.log(
    `| calls of the API in it, without an SDK | ${idle.toFixed(3)} | ${percent(idle / median(off))} |`,
  );
  console.log(
    `| every task traced and sent | ${median(on).toFixed(2)} | + ${percent(median(on) / median(off) - 1)} |`,
  );
} finally {
  receiver.close();
  await rm(directory, { recursive: true, force: true });
}
