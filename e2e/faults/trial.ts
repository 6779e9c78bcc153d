import { createHash } from 'node:crypto';
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type FaultRule, type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { createDownloader, type Engine, type Outcome } from '@tapehaul/downloader';
import { type S3Options, s3Engine } from '@tapehaul/s3';
import { findS5cmd, s5cmdEngine } from '@tapehaul/s5cmd';
import { HEALTHY, VICTIM } from '@tapehaul/testkit';
import { expect } from 'vitest';

export { HEALTHY, keyOf, VICTIM } from '@tapehaul/testkit';

/** Where engines read from. */
type Source = Required<Pick<S3Options, 'endpoint' | 'bucket' | 'region' | 'concurrency' | 'timeoutSeconds'>>;

/** Engines by name, with short time-outs. `none` and `fake` stand for programs that are no s5cmd. */
export const ENGINES = {
  s3: async (source: Source): Promise<Engine> => s3Engine(source),
  s5cmd: async (source: Source): Promise<Engine> =>
    s5cmdEngine({ ...s5cmdOptions(source), binary: await s5cmdPath() }),
} as const;

/** Options of an s5cmd engine that is fed line by line. */
export function s5cmdOptions({ endpoint, bucket, region, timeoutSeconds }: Source) {
  return {
    endpoint,
    bucket,
    region,
    timeoutSeconds,
    mode: 'stream',
    batchSize: 10,
    workers: 8,
    partSizeMb: 50,
  } as const;
}

async function s5cmdPath(): Promise<string> {
  const found = await findS5cmd();
  if (found === undefined) throw new Error('these tests need s5cmd: run "npm run setup"');
  return found.path;
}

/** One download of the victim and the healthy objects, and what it left behind. */
export interface Trial {
  readonly directory: string;
  readonly simulator: Simulator;
  readonly source: Source;
  /** Every file in place, except one that blocked a path, is as the archive has it; nothing is left in staging. */
  expectAllTrue(blockedPath?: string): Promise<void>;
  /** Downloads all, checks that nothing is lost and nothing wrong is published, and gives the victim's outcome. */
  run(engines: readonly [Engine, ...Engine[]], options?: TrialOptions): Promise<Outcome>;
  close(): Promise<void>;
}

/** What differs from one trial to the next. */
export interface TrialOptions {
  readonly faults?: readonly FaultRule[];
  readonly checksum?: boolean;
  /** Size of the victim in bytes, by a listing. */
  readonly size?: number;
  readonly victim?: string;
}

/** Starts an archive and a target folder for a trial. */
export async function openTrial(timeoutSeconds = 1): Promise<Trial> {
  const simulator = await startSimulator({ source: syntheticSource({ maxRows: 100 }) });
  const directory = await mkdtemp(join(tmpdir(), 'tapehaul trial '));
  const { url: endpoint, bucket } = simulator;
  const source = { endpoint, bucket, region: 'ap-northeast-1', concurrency: 8, timeoutSeconds };

  async function truth(key: string): Promise<Buffer | undefined> {
    const answer = await fetch(`${endpoint}/${bucket}/${encodeURI(key)}`);
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
  }

  async function expectAllTrue(blockedPath?: string): Promise<void> {
    simulator.faults.clear();
    for await (const entry of glob('data/**', { cwd: directory, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const key = relative(directory, path);
      if (entry.isFile() && key !== blockedPath) expect(await readFile(path), key).toEqual(await truth(key));
    }
    expect(await Array.fromAsync(glob('.tapehaul/staging/*', { cwd: directory }))).toEqual([]);
  }

  return {
    directory,
    simulator,
    source,
    expectAllTrue,
    async run(engines, { faults = [], checksum = true, size, victim = VICTIM } = {}) {
      for (const fault of faults) simulator.faults.add(fault);
      const retry = { retries: 2, delaySeconds: 0.01 };
      const downloader = createDownloader({ engines, target: directory, checksum, retry });
      const requests = [
        { key: victim, likelySize: 1_000, ...(size === undefined ? {} : { size }) },
        ...HEALTHY.map((key) => ({ key, likelySize: 1_000 })),
      ];
      const outcomes = await Array.fromAsync(downloader.download(requests));
      await downloader.close();
      expect(outcomes.map(({ key }) => key).sort()).toEqual([victim, ...HEALTHY].sort());
      for (const outcome of outcomes.filter(({ key }) => key !== victim)) {
        expect(outcome).toMatchObject({ status: 'downloaded', error: null });
      }
      await expectAllTrue(dirname(victim));
      const outcome = outcomes.find(({ key }) => key === victim);
      if (outcome === undefined) throw new Error('the victim has no outcome');
      const file = await readFile(outcome.target).catch(() => undefined);
      const inPlace = outcome.status === 'downloaded' || outcome.status === 'unverified';
      expect(file !== undefined).toBe(inPlace);
      if (file !== undefined) expect(createHash('sha256').update(file).digest('hex')).toBe(outcome.sha256);
      return outcome;
    },
    async close() {
      await simulator.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
