import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays, type Series, utcDay } from '@tapehaul/archive';
import { type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { sqliteRecords } from '@tapehaul/catalog-sqlite';
import { BUILT_IN_MATRIX, parseConfig } from '@tapehaul/config';
import { PlanTerms } from '../../../packages/workflow/src/plan/settled/plan-terms.ts';
import { dailyArchive, madeSeries } from './daily-archive.ts';
import { makeRecord } from './made-record.ts';
import { type Measured, measured, median } from './measured-command.ts';

/**
 * A nightly update of a large record: every day of its series is held but the newest, which the archive simulator has as well. The
 * record is written without its files, which an update does not read; all of it counts as compared with the archive today, so that
 * no series has its turn to be checked. For each length of the history: `tapehaul plan`, in turn, medians of the rounds, and one
 * `tapehaul collect`. `npm run bench:nightly [-- --series 400 --days 330,3300 --rounds 3]`; 5,000,000 files are
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
    'plan-only': { type: 'boolean', default: false },
  },
});
const series = madeSeries(Number(values.series));
const today = utcDay();

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
  const simulator = await startSimulator({ source: dailyArchive(series, first, addDays(today, -1)) });
  const request = {
    markets: ['spot'],
    symbols: [...new Set(series.map(({ symbol }) => symbol))],
    data_types: ['klines'],
    intervals: [...new Set(series.map(({ interval }) => interval))],
    date_range: { start: first, end: 'latest' },
    partition: values.partition,
    output_directory: root,
    source: { endpoint: simulator.url },
  };
  const started = performance.now();
  const terms = new PlanTerms(parseConfig(request), BUILT_IN_MATRIX);
  const seen = {
    termsOf: (one: Series) => terms.of(one),
    partition: values.partition === 'daily' ? ('daily' as const) : ('auto' as const),
    checkedOn: today,
    oldUntil: addDays(today, -60),
  };
  const fetchedAt = Date.parse(`${addDays(today, -1)}T04:00:00Z`);
  await makeRecord(root, { series, first, last, fetchedAt, seen });
  const seconds = (performance.now() - started) / 1_000;
  const { size } = await stat(sqliteRecords.locate(root));
  const files = (series.length * days).toLocaleString('en');
  console.error(`${files} files recorded in ${seconds.toFixed(0)} s, ${(size / 1e6).toFixed(0)} MB`);
  const config = `${root}.json`;
  await writeFile(config, JSON.stringify(request));
  return { days, root, config, simulator };
}

function report(what: string, { days }: History, nights: readonly Measured[]): void {
  const [last] = nights;
  if (last === undefined) return;
  const of = (figure: (one: Measured) => number): number => median(nights.map(figure));
  const cells = [
    what,
    (series.length * days).toLocaleString('en'),
    `${of(({ cpu }) => cpu).toFixed(2)} s`,
    `${of(({ wall }) => wall).toFixed(1)} s`,
    `${Math.max(...nights.map(({ resident }) => resident)).toFixed(0)} MB`,
    last.listings.toLocaleString('en'),
    String(last.mostOfOne),
    last.others.toLocaleString('en'),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

const directory = values.directory ?? (await mkdtemp(join(tmpdir(), 'tapehaul-nightly-')));
const histories: History[] = [];
try {
  for (const days of values.days.split(',').map(Number)) histories.push(await history(days, directory));
  const plans = new Map<History, Measured[]>(histories.map((one) => [one, []]));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [one, nights] of plans)
      nights.push(await measured(['plan', one.config], one.simulator, directory));
  }
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(`${series.length.toLocaleString('en')} series, one new day each; load ${load.join(', ')}.\n`);
  console.log(
    '| | files held | CPU | wall | most resident | listings | of one series and partition, most | other requests |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const [one, nights] of plans) report('`plan`', one, nights);
  for (const one of values['plan-only'] ? [] : histories)
    report('`collect`', one, [await measured(['collect', one.config, '-q'], one.simulator, directory)]);
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
