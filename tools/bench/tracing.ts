import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { inSpan } from '@tapehaul/tracing';
import { execa } from 'execa';
import { plainEnvironment } from './download/measure/environment.ts';
import { type Measurement, measure } from './download/measure/measure.ts';
import { smallFiles } from './small-files.ts';

/**
 * What tracing costs: `tapehaul collect` without and with `--trace`, every task kept and sent to a receiver on
 * loopback that drops it; in turn, the medians compared. From an archive that answers 20 ms late, and from one that
 * answers at once, where nothing but CPU counts. And what the calls of the tracing API cost where no SDK is loaded, as
 * a share of a file's time. `npm run bench:tracing [-- --rounds 5 --share 0.1]`. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, share: { type: 'string', default: '1' } },
});
const SETTINGS = [
  { latencyMs: 20, files: 5_000 * Number(values.share) },
  { latencyMs: 0, files: 20_000 * Number(values.share) },
];
const command = join(import.meta.dirname, '../../apps/cli/bin/tapehaul.js');
/** Spans of a file: the task, its attempt, the proof. */
const SPANS = 3;

/** One setting's measurements, a pair for each round. */
type Rounds = readonly { readonly off: Measurement; readonly on: Measurement }[];

async function startReceiver(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('Content-Type', 'application/x-protobuf').end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** Collects that many files untraced and traced, round by round, each into a fresh folder below `directory`. */
async function play({ files, latencyMs }: (typeof SETTINGS)[number], directory: string): Promise<Rounds> {
  await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 10 }), latencyMs });
  // Started as people start it: by its first line, which requests the Node that is on PATH.
  const plain = plainEnvironment();
  const PATH = [dirname(process.execPath), plain.PATH ?? ''].join(delimiter);
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify(smallFiles(files)));
  const receiver = await startReceiver();
  const env = { ...plain, PATH, TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
  const traced = { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_TRACES_SAMPLER: 'always_on' };
  let runs = 0;
  const collect = async (
    more: readonly string[],
    variables: Record<string, string>,
  ): Promise<Measurement> => {
    runs += 1;
    // Not removed in between: after a mass removal ext4 creates files slowly for seconds.
    const fresh = `output_directory=${join(directory, `out-${latencyMs}-${runs}`)}`;
    await execa('sync');
    const args = ['collect', config, '--json', '--set', fresh, ...more];
    return measure({ program: command, args, env: variables }, process.pid, directory);
  };
  const rounds: { readonly off: Measurement; readonly on: Measurement }[] = [];
  try {
    await collect([], env);
    for (let round = 0; round < Number(values.rounds); round += 1) {
      // In turn who goes first: the machine grows faster and slower by the minute.
      const on = round % 2 === 0 ? await collect(['--trace'], traced) : undefined;
      const off = await collect([], env);
      rounds.push({ off, on: on ?? (await collect(['--trace'], traced)) });
    }
  } finally {
    receiver.close();
  }
  return rounds;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** The rows of a setting: seconds and CPU seconds in the middle, and how much more by round. */
function rows({ files, latencyMs }: (typeof SETTINGS)[number], rounds: Rounds, idle: number): string[] {
  const middle = (of: (round: Rounds[number]) => number): string => median(rounds.map(of)).toFixed(2);
  const more = (of: (measurement: Measurement) => number): string => {
    const share = median(rounds.map((round) => of(round.on) / of(round.off))) - 1;
    return `${share < 0 ? '-' : '+'} ${percent(Math.abs(share))}`;
  };
  const wall = ({ wallSeconds }: Measurement): number => wallSeconds;
  const cpu = ({ cpuSeconds }: Measurement): number => cpuSeconds;
  const calls = (idle * files) / median(rounds.map(({ off }) => wall(off)));
  const what = `${files.toLocaleString('en')} files, answers ${latencyMs === 0 ? 'at once' : `${latencyMs} ms late`}`;
  return [
    `| ${what} | ${middle(({ off }) => wall(off))} | ${middle(({ off }) => cpu(off))} | | |`,
    `| the calls of the API in it, without an SDK | ${(idle * files).toFixed(3)} | | ${percent(calls)} | |`,
    `| every task traced and sent | ${middle(({ on }) => wall(on))} | ${middle(({ on }) => cpu(on))} | ${more(wall)} | ${more(cpu)} |`,
  ];
}

/** Seconds that the calls of the API take for a file where no SDK is loaded. */
async function idleSeconds(files = 20_000): Promise<number> {
  const started = performance.now();
  for (let span = 0; span < files * SPANS; span += 1) await inSpan('bench', 'span', {}, async () => span);
  return (performance.now() - started) / 1_000 / files;
}

const directory = await mkdtemp(join(tmpdir(), 'tapehaul-tracing-'));
try {
  const idle = await idleSeconds();
  console.log('| | seconds | CPU seconds | of untraced, by round | CPU |\n|---|---|---|---|---|');
  for (const setting of SETTINGS) {
    for (const row of rows(setting, await play(setting, directory), idle)) console.log(row);
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
