import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays, utcDay } from '@tapehaul/archive';
import { type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { sqliteRecords } from '@tapehaul/catalog-sqlite';
import { execa } from 'execa';
import { dailyArchive, madeSeries } from './nightly/daily-archive.ts';
import { makeRecord } from './nightly/made-record.ts';

/**
 * A nightly update of a large record: every day of its series is held but the newest, which the archive simulator has as well. The
 * record is written without its files, which an update does not read. For each length of the history: `tapehaul plan`, in turn, medians of the rounds, and
 * one `tapehaul collect`. `npm run bench:nightly [-- --series 400 --days 330,3300 --rounds 3]`; 5,000,000 files are
 * `--series 10000 --days 50,500`. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: {
    series: { type: 'string', default: '400' },
    days: { type: 'string', default: '330,3300' },
    rounds: { type: 'string', default: '3' },
    partition: { type: 'string', default: 'auto' },
    directory: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const command = join(import.meta.dirname, '../../apps/cli/bin/tapehaul.js');
const series = madeSeries(Number(values.series));
const today = utcDay();

interface Night {
  /** Of the process and its threads, in seconds. */
  readonly cpu: number;
  readonly wall: number;
  /** Most resident memory, in MB. */
  readonly resident: number;
  readonly listings: number;
  /** Most listings of one prefix: of a series and partition. */
  readonly mostOfOne: number;
  readonly requests: number;
  readonly output: string;
}

/** Has a process write what it used when it ends. */
const USAGE = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.USAGE_FILE, JSON.stringify(process.resourceUsage())));`;

async function night(args: readonly string[], simulator: Simulator, directory: string): Promise<Night> {
  simulator.requests.clear();
  const usageFile = join(directory, 'usage.json');
  const env = {
    TAPEHAUL_SOURCE_ENDPOINT: simulator.url,
    USAGE_FILE: usageFile,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(USAGE)}`,
  };
  const started = performance.now();
  const { all, exitCode } = await execa(command, args, { env, reject: false, all: true });
  const wall = (performance.now() - started) / 1_000;
  if (exitCode !== 0)
    throw new Error(`tapehaul ${args.join(' ')} ended with ${exitCode}: ${all.slice(-2_000)}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(await readFile(usageFile, 'utf8'));
  const listings = simulator.requests.list({ operation: 'list' });
  const perPrefix = new Map<string, number>();
  for (const { key } of listings) perPrefix.set(key, (perPrefix.get(key) ?? 0) + 1);
  return {
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    wall,
    resident: (maxRSS * 1_024) / 1e6,
    listings: listings.length,
    mostOfOne: Math.max(0, ...perPrefix.values()),
    requests: simulator.requests.count(),
    output: all,
  };
}

/** An output directory with its record and configuration, and the archive that it is updated from. */
interface History {
  readonly days: number;
  readonly root: string;
  readonly config: string;
  readonly simulator: Simulator;
}

async function history(days: number, directory: string): Promise<History> {
  const root = join(directory, `held-${days}`);
  const [first, last] = [addDays(today, -days - 1), addDays(today, -2)];
  const started = performance.now();
  await makeRecord(root, { series, first, last, fetchedAt: Date.parse(`${addDays(today, -1)}T04:00:00Z`) });
  const seconds = (performance.now() - started) / 1_000;
  const { size } = await stat(sqliteRecords.locate(root));
  const files = (series.length * days).toLocaleString('en');
  console.error(`${files} files recorded in ${seconds.toFixed(0)} s, ${(size / 1e6).toFixed(0)} MB`);
  const config = `${root}.json`;
  await writeFile(
    config,
    JSON.stringify({
      markets: ['spot'],
      symbols: [...new Set(series.map(({ symbol }) => symbol))],
      data_types: ['klines'],
      intervals: [...new Set(series.map(({ interval }) => interval))],
      date_range: { start: first, end: 'latest' },
      partition: values.partition,
      output_directory: root,
    }),
  );
  const simulator = await startSimulator({ source: dailyArchive(series, first, addDays(today, -1)) });
  return { days, root, config, simulator };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function report(what: string, { days }: History, nights: readonly Night[]): void {
  const [last] = nights;
  if (last === undefined) return;
  const of = (figure: (one: Night) => number): number => median(nights.map(figure));
  const cells = [
    what,
    (series.length * days).toLocaleString('en'),
    `${of(({ cpu }) => cpu).toFixed(2)} s`,
    `${of(({ wall }) => wall).toFixed(1)} s`,
    `${Math.max(...nights.map(({ resident }) => resident)).toFixed(0)} MB`,
    last.listings.toLocaleString('en'),
    String(last.mostOfOne),
    (last.requests - last.listings).toLocaleString('en'),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

const directory = values.directory ?? (await mkdtemp(join(tmpdir(), 'tapehaul-nightly-')));
const histories: History[] = [];
try {
  for (const days of values.days.split(',').map(Number)) histories.push(await history(days, directory));
  const plans = new Map<History, Night[]>(histories.map((one) => [one, []]));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [one, nights] of plans)
      nights.push(await night(['plan', one.config], one.simulator, directory));
  }
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(`${series.length.toLocaleString('en')} series, one new day each; load ${load.join(', ')}.\n`);
  console.log(
    '| | files held | CPU | wall | most resident | listings | of one series and partition, most | other requests |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const [one, nights] of plans) report('`plan`', one, nights);
  for (const one of histories)
    report('`collect`', one, [await night(['collect', one.config, '-q'], one.simulator, directory)]);
  const [shortest, longest] = [[...plans.values()][0], [...plans.values()].at(-1)];
  if (shortest !== undefined && longest !== undefined && shortest !== longest) {
    const ratio = median(longest.map(({ cpu }, round) => cpu / (shortest[round]?.cpu ?? cpu)));
    console.log(
      `\nPlanning over the longest history takes ${ratio.toFixed(2)} times the CPU of the shortest, by round.`,
    );
  }
} finally {
  await Promise.all(histories.map(({ simulator }) => simulator.close()));
  if (!values.keep) await rm(directory, { recursive: true, force: true });
}
