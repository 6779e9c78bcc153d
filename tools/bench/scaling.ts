import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bytesWritten, type CorpusSpec, corpusOf } from './download/corpus.ts';
import { deflatedDays } from './download/large-scenarios.ts';
import { setting, table } from './download/markdown.ts';
import { checkDisk } from './download/measure/disk.ts';
import { findPrograms, type Programs, versionsOf } from './download/measure/programs.ts';
import { runRounds, scratchFolder } from './download/measure/rounds.ts';
import { type Result, resultsOf } from './download/result.ts';
import { gatewayWith } from './download/server.ts';
import { type TapehaulOptions, tapehaul } from './download/tapehaul.ts';

/**
 * What more cores would bring: deep proof with one thread and with two, and what the main thread takes for a file whatever the number of
 * threads. `npm run bench:scaling [-- --rounds N] [--share 0.5]`; Markdown goes to stdout. Writes 8 GB below `.cache/bench`.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, share: { type: 'string', default: '1' } },
});

/** Cores for which the result is extrapolated. */
const CORES = 16;
/** A collection of these few files takes little more than the start of the command. */
const FEW = 2;
/** Megabytes of a file of which there are many: a day of trades. */
const DAY_MB = 17;

const share = (days: number): number => Math.max(1, Math.round(days * Number(values.share)));
const months = deflatedDays(500, ['BTCUSDT'], share(4));
const manyDays = deflatedDays(DAY_MB, ['BTCUSDT', 'ETHUSDT'], share(15));
const fewDays = deflatedDays(DAY_MB, ['BTCUSDT'], FEW);

/** The commands' medians, in the order of the options. */
async function measured(
  spec: CorpusSpec,
  { s5cmd }: Programs,
  options: readonly Omit<TapehaulOptions, 'engine' | 's5cmd'>[],
  scratch: string,
): Promise<Result[]> {
  await checkDisk(scratch, bytesWritten(spec, 1), 'a measurement');
  const corpus = await corpusOf(spec);
  await using server = await gatewayWith(corpus);
  const contenders = options.map((one) => tapehaul({ engine: 'auto', s5cmd, watched: true, ...one }));
  const contest = { corpus, server, contenders, rounds: Number(values.rounds), folders: 'removed' } as const;
  return resultsOf(await runRounds({ ...contest, scratch: join(scratch, spec.name) }, console.error));
}

/** Gbit/s where that many megabytes take that many seconds. */
function gigabits(megabytes: number, seconds: number): number {
  return (megabytes * 8) / 1_000 / seconds;
}

function ownCpu({ mainThread }: Result): number {
  return mainThread?.cpuSeconds ?? Number.NaN;
}

async function main(): Promise<void> {
  const programs = await findPrograms();
  await using scratch = await scratchFolder();
  const depths = [{ proof: 'deep' }, { proof: 'auto' }] as const;
  const few = await measured(fewDays, programs, depths, scratch.path);
  const many = await measured(manyDays, programs, depths, scratch.path);
  const threads = [1, 2].map((count) => ({ proof: 'deep', threads: count }) as const);
  const [one, two] = await measured(months, programs, threads, scratch.path);
  if (one === undefined || two === undefined) throw new Error('a number of threads was not measured');

  const deepRate = gigabits(months.days * 500, one.median.wallSeconds);
  const limits = depths.map(({ proof }, index) => {
    const [start, all] = [few[index], many[index]];
    if (start === undefined || all === undefined) throw new Error(`${proof} was not measured`);
    const files = manyDays.symbols.length * manyDays.days;
    const file = (ownCpu(all) - ownCpu(start)) / (files - FEW);
    return { proof, start: ownCpu(start), file, rate: gigabits(DAY_MB, file) };
  });
  const [deep] = limits;
  const of16 = Math.min(deepRate * (CORES - 1), deep?.rate ?? 0);

  console.log(`${setting(await versionsOf(programs))} Medians of ${values.rounds} rounds.\n`);
  const scaling = [one, two].map(({ contender, median }) => [
    contender,
    median.wallSeconds.toFixed(2),
    median.cpuSeconds.toFixed(2),
    gigabits(months.days * 500, median.wallSeconds).toFixed(2),
    `${(one.median.wallSeconds / median.wallSeconds).toFixed(2)} ×`,
  ]);
  console.log(table([`${months.days} × 500 MB`, 'wall s', 'CPU s', 'Gbit/s', 'of one thread'], scaling));
  const rows = limits.map(({ proof, start, file, rate }) => [
    proof,
    start.toFixed(2),
    (file * 1_000).toFixed(1),
    (file / (DAY_MB / 1_000)).toFixed(2),
    rate.toFixed(1),
  ]);
  const heads = [
    'main thread, files of 17 MB',
    `CPU s of ${FEW} files`,
    'CPU ms for each further one',
    'CPU s per GB',
    'saturates at, Gbit/s',
  ];
  console.log(`\n${table(heads, rows)}`);
  console.log(
    `\nOn ${CORES} cores, ${CORES - 1} threads: ${of16.toFixed(1)} Gbit/s of deep proof, on paper (threads ${(deepRate * (CORES - 1)).toFixed(1)}, main thread ${deep?.rate.toFixed(1)}).`,
  );
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? `error: ${error.message}` : error);
  process.exitCode = 1;
});
