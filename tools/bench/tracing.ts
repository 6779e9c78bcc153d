import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { inSpan } from '@tapehaul/tracing';
import { execa } from 'execa';
import { plainEnvironment } from './download/environment.ts';
import { type Measurement, measure } from './download/measure.ts';
import { smallFiles } from './small-files.ts';

/**
 * What tracing costs: `tapehaul collect` without and with `--trace`, every task kept and sent to a receiver on
 * loopback that drops it; in turn, the medians compared. And what the calls of the tracing API cost where no SDK
 * is loaded, as a share of a file's time. `npm run bench:tracing [-- --files 20000 --rounds 5]`. Markdown goes to
 * stdout.
 */
const { values } = parseArgs({
  options: { files: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' } },
});
const files = Number(values.files);
const command = join(import.meta.dirname, '../../apps/cli/bin/tapehaul.js');
/** Spans of a file: the task, its attempt, the proof. */
const SPANS = 3;

async function startReceiver(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('Content-Type', 'application/x-protobuf').end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

let runs = 0;
/** What a collection into a fresh folder took: after a mass removal ext4 creates files slowly for seconds. */
async function collect(config: string, output: string, args: readonly string[], env: Record<string, string>) {
  runs += 1;
  const fresh = ['--set', `output_directory=${output}${runs}`];
  const all = [command, 'collect', config, '--json', ...fresh, ...args];
  await execa('sync');
  return measure({ program: process.execPath, args: all, env }, process.pid, dirname(config));
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
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
    ...smallFiles(files),
  };
  await writeFile(config, JSON.stringify(request));
  const env = { ...plainEnvironment(), TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
  const traced = { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_TRACES_SAMPLER: 'always_on' };
  const rounds: { readonly off: Measurement; readonly on: Measurement }[] = [];
  await collect(config, output, [], env);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // In turn who goes first: the machine grows faster and slower by the minute.
    const first = round % 2 === 0;
    const on = first ? await collect(config, output, ['--trace'], traced) : undefined;
    const off = await collect(config, output, [], env);
    rounds.push({ off, on: on ?? (await collect(config, output, ['--trace'], traced)) });
  }
  const [off, on] = [rounds.map((round) => round.off), rounds.map((round) => round.on)];
  const wall = (of: readonly Measurement[]): number => median(of.map(({ wallSeconds }) => wallSeconds));
  const cpu = (of: readonly Measurement[]): number => median(of.map(({ cpuSeconds }) => cpuSeconds));
  const more = (of: (measurement: Measurement) => number): string => {
    const share = median(rounds.map((round) => of(round.on) / of(round.off))) - 1;
    return `${share < 0 ? '-' : '+'} ${percent(Math.abs(share))}`;
  };
  const started = performance.now();
  for (let file = 0; file < files; file += 1) {
    for (let span = 0; span < SPANS; span += 1) await inSpan('bench', 'span', {}, async () => span);
  }
  const idle = (performance.now() - started) / 1_000;
  console.log(
    `| ${files.toLocaleString('en')} files | seconds | CPU seconds | of untraced, by round | CPU |`,
  );
  console.log('|---|---|---|---|---|');
  console.log(`| without tracing | ${wall(off).toFixed(2)} | ${cpu(off).toFixed(2)} | | |`);
  const calls = `${idle.toFixed(3)} | | ${percent(idle / wall(off))}`;
  console.log(`| calls of the API in it, without an SDK | ${calls} | |`);
  const trace = `${wall(on).toFixed(2)} | ${cpu(on).toFixed(2)}`;
  const cost = `${more(({ wallSeconds }) => wallSeconds)} | ${more(({ cpuSeconds }) => cpuSeconds)}`;
  console.log(`| every task traced and sent | ${trace} | ${cost} |`);
} finally {
  receiver.close();
  await rm(directory, { recursive: true, force: true });
}
