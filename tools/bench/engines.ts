import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bytesWritten, type Corpus, corpusOf } from './download/corpus.ts';
import { deflatedDays } from './download/large-scenarios.ts';
import { setting, table } from './download/markdown.ts';
import { checkDisk } from './download/measure/disk.ts';
import { findPrograms, type Programs, versionsOf } from './download/measure/programs.ts';
import { runRounds, scratchFolder } from './download/measure/rounds.ts';
import { median } from './download/result.ts';
import { gatewayWith, type Server, simulatorWith } from './download/server.ts';
import { tapehaul } from './download/tapehaul.ts';

/**
 * Which engine takes less time, and less CPU, for which size of objects: the tapehaul command with each, sidecars, proof and record
 * included. `npm run bench:engines [-- CLASS ...] [--rounds N] [--share 0.1]`, a class such as `17 MB`; Markdown goes to stdout. All
 * classes write 9 GB below `.cache/bench`, of which they keep 8.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, share: { type: 'string', default: '1' } },
});

/** Size classes, and for how many days each of two symbols has an object of that size. */
const CLASSES = [
  { size: '2 kB', megabytes: 0.002, days: 1_000 },
  { size: '50 kB', megabytes: 0.05, days: 500 },
  { size: '1 MB', megabytes: 1, days: 100 },
  { size: '3 MB', megabytes: 3, days: 50 },
  { size: '6 MB', megabytes: 6, days: 30 },
  { size: '17 MB', megabytes: 17, days: 15 },
  { size: '47 MB', megabytes: 47, days: 6 },
  { size: '200 MB', megabytes: 200, days: 2 },
  { size: '500 MB', megabytes: 500, days: 1 },
];

/** Milliseconds by which answers of the slower server are late. */
const LATENCY_MS = 75;
const SERVERS: readonly (readonly [name: string, serve: (corpus: Corpus) => Promise<Server>])[] = [
  ['versitygw', gatewayWith],
  [`simulator, ${LATENCY_MS} ms late`, (corpus) => simulatorWith(corpus, LATENCY_MS)],
];

interface Taken {
  readonly wall: number;
  readonly cpu: number;
}

/** Medians of each engine. */
async function contest(
  corpus: Corpus,
  server: Server,
  { s5cmd }: Programs,
  scratch: string,
): Promise<readonly Taken[]> {
  const contenders = [tapehaul({ engine: 's3', s5cmd }), tapehaul({ engine: 's5cmd', s5cmd })];
  // Only few files may be removed between runs.
  const folders = corpus.keys.length > 500 ? 'fresh' : 'removed';
  const rounds = Number(values.rounds);
  const standings = await runRounds({ corpus, server, contenders, rounds, folders, scratch }, console.error);
  return standings.map(({ measurements }) => ({
    wall: median(measurements.map(({ wallSeconds }) => wallSeconds)),
    cpu: median(measurements.map(({ cpuSeconds }) => cpuSeconds)),
  }));
}

function row(server: string, objects: string, [s3, s5cmd]: readonly Taken[]): string[] {
  if (s3 === undefined || s5cmd === undefined) throw new Error('an engine was not measured');
  const speeds = [s3, s5cmd].map(({ wall, cpu }) => {
    return `${wall.toFixed(2)} s, CPU ${cpu.toFixed(2)} s`;
  });
  const ratios = [s3.wall / s5cmd.wall, s3.cpu / s5cmd.cpu].map((ratio) => ratio.toFixed(2));
  return [server, objects, ...speeds, ...ratios];
}

async function main(): Promise<void> {
  const unknown = positionals.filter((name) => !CLASSES.some(({ size }) => size === name));
  if (unknown.length > 0) throw new Error(`no such class: ${unknown.join(', ')}`);
  const programs = await findPrograms();
  await using scratch = await scratchFolder();
  const rows: string[][] = [];
  for (const { size, megabytes, days } of CLASSES) {
    if (positionals.length > 0 && !positionals.includes(size)) continue;
    const taken = Math.max(1, Math.round(days * Number(values.share)));
    const spec = deflatedDays(megabytes, ['BTCUSDT', 'ETHUSDT'], taken);
    await checkDisk(scratch.path, bytesWritten(spec, 2 * SERVERS.length * Number(values.rounds)), size);
    const corpus = await corpusOf(spec);
    for (const [name, serve] of SERVERS) {
      console.error(`${name}: ${size}`);
      await using server = await serve(corpus);
      const standings = await contest(corpus, server, programs, join(scratch.path, name, size));
      rows.push(row(name, `${corpus.keys.length} × ${size}`, standings));
    }
  }
  console.log(`${setting(await versionsOf(programs))}\n`);
  const heads = ['server', 'objects', 's3', 's5cmd', 's3 / s5cmd, wall', 's3 / s5cmd, CPU'];
  console.log(
    table(
      heads,
      rows.toSorted(([a = ''], [b = '']) => b.localeCompare(a)),
    ),
  );
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? `error: ${error.message}` : error);
  process.exitCode = 1;
});
