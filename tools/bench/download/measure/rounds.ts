import { type DisposableTempDir, mkdir, mkdtempDisposable, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '@tapehaul/testkit';
import { execa } from 'execa';
import type { Contender, Run } from '../contender.ts';
import type { Corpus } from '../corpus.ts';
import type { Server } from '../server.ts';
import type { MainThread } from './main-thread.ts';
import { type Measurement, measure } from './measure.ts';

/** A contest: who fetches what from where, and how often. */
export interface Contest {
  readonly corpus: Corpus;
  readonly server: Server;
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  /** Folder for everything that the runs leave; the caller removes it. */
  readonly scratch: string;
  /**
   * What a run finds: `fresh`, nothing; `kept`, what an unmeasured first run of the same contender fetched.
   * `removed` is fresh too, but the files of each run go at once: for few and large ones.
   */
  readonly folders: 'fresh' | 'kept' | 'removed';
}

/** A contender's measurements, one for each round. */
export interface Standing {
  readonly contender: Contender;
  readonly measurements: readonly Measurement[];
  /** What its main thread took, for each round in which it was watched. */
  readonly mainThreads: readonly MainThread[];
}

/**
 * Runs the rounds, A B C A B C. Throws an Error that names the contender as soon as one fails.
 *
 * Each run gets a folder of its own, and files of `fresh` runs stay until the caller removes them after the
 * last: for seconds after a mass removal ext4 creates files ten times slower, which the next contender would
 * pay for.
 */
export async function runRounds(contest: Contest, print: (line: string) => void): Promise<Standing[]> {
  const { contenders, rounds, folders, scratch } = contest;
  const folderOf = (contender: Contender, round: number): string =>
    join(scratch, folders === 'kept' ? contender.name : `${contender.name} ${round}`);
  if (folders === 'kept') {
    for (const contender of contenders) await runOnce(contest, contender, folderOf(contender, 0));
  }
  const standings = contenders.map((contender) => ({
    contender,
    measurements: [] as Measurement[],
    mainThreads: [] as MainThread[],
  }));
  for (let round = 1; round <= rounds; round++) {
    for (const { contender, measurements, mainThreads } of standings) {
      const { measurement, run } = await runOnce(contest, contender, folderOf(contender, round));
      await contender.check(run).catch((error: Error) => {
        throw new Error(`${contender.name} did not do its work: ${error.message}`, { cause: error });
      });
      measurements.push(measurement);
      const mainThread = await contender.mainThread?.(run);
      if (mainThread !== undefined) mainThreads.push(mainThread);
      print(
        `round ${round}: ${contender.name}, ${measurement.wallSeconds.toFixed(2)} s, CPU ${measurement.cpuSeconds.toFixed(2)} s`,
      );
      if (folders === 'removed') await rm(run.output, { recursive: true });
    }
  }
  return standings;
}

/** A folder for the runs of a whole benchmark. */
export async function scratchFolder(): Promise<DisposableTempDir> {
  const folder = join(cacheFolder, 'bench');
  await mkdir(folder, { recursive: true });
  return mkdtempDisposable(join(folder, 'runs.'));
}

async function runOnce(
  { corpus, server }: Contest,
  contender: Contender,
  folder: string,
): Promise<{ readonly measurement: Measurement; readonly run: Run }> {
  const run = { corpus, server, folder, output: join(folder, 'output') };
  await mkdir(run.output, { recursive: true });
  const command = await contender.command(run);
  // What others wrote must be on disk, or this contender would wait for it.
  await execa('sync');
  try {
    return { measurement: await measure(command, server.pid, folder), run };
  } catch (cause) {
    throw new Error(`${contender.name} failed: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
