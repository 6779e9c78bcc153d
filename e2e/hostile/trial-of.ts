import { glob, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDownloader, type Engine, type Outcome } from '@tapehaul/downloader';
import { s3Engine } from '@tapehaul/s3';
import { findS5cmd, s5cmdEngine } from '@tapehaul/s5cmd';
import { HEALTHY, VICTIM } from '@tapehaul/testkit';
import type { Behaviour, HostileServer } from '@tapehaul/testkit/hostile';

/** Which engines meet a behaviour. */
export const COLUMNS = ['s3', 's5cmd', 'auto'] as const;
export type Column = (typeof COLUMNS)[number];

/** Bytes that an object of unknown size may have in a trial. */
export const CEILING: number = 8 * 2 ** 20;
/** Time-outs of a behaviour that ends by one: short, and long enough for innocent files on a busy machine. */
const SHORT = { region: 'r', timeoutSeconds: 5, lowSpeed: { bytesPerSecond: 200, seconds: 3 } };
/** Time-outs of all others, which no busy machine reaches: they must end without. */
const LONG = { region: 'r', timeoutSeconds: 60, lowSpeed: { bytesPerSecond: 200, seconds: 60 } };

/** How a behaviour must end with these engines, in the words of the table. */
export function expectedEnd(
  { ends, endsWithS5cmd = ends, endsWithAuto = ends }: Behaviour,
  column: Column,
): string {
  return { s3: ends, s5cmd: endsWithS5cmd, auto: endsWithAuto }[column];
}

/** What came of one behaviour over one column of engines. */
export interface TrialEnd {
  /** Status and error code, in the words of the table. */
  readonly end: string;
  readonly outcome: Outcome;
  /** How the five innocent files ended, each once. */
  readonly innocents: readonly string[];
  /** Files that are left in staging. */
  readonly left: readonly string[];
}

/** Downloads the victim of a behaviour and five innocent files, by engines of their own. */
export async function runTrial(
  server: HostileServer,
  bucket: string,
  behaviour: Behaviour,
  column: Column,
): Promise<TrialEnd> {
  const { listed } = behaviour;
  const directory = await mkdtemp(join(tmpdir(), 'tapehaul hostile '));
  const downloader = createDownloader({
    engines: await enginesOf(column, behaviour, { endpoint: server.url, bucket }),
    target: directory,
    durability: 'none',
    maxObjectBytes: CEILING,
    retry: { retries: 1, delaySeconds: 0.01 },
  });
  try {
    const victim = { key: VICTIM, likelySize: 1_000, ...(listed === undefined ? {} : { size: listed }) };
    const innocent = HEALTHY.map((key) => ({ key, likelySize: 1_000 }));
    const outcomes = await Array.fromAsync(downloader.download([victim, ...innocent]));
    await downloader.close();
    const outcome = outcomes.find(({ key }) => key === VICTIM);
    if (outcome === undefined) throw new Error('the victim has no outcome');
    return {
      end: [outcome.status, outcome.error?.code ?? ''].join(' ').trim(),
      outcome,
      innocents: outcomes
        .filter(({ key }) => key !== VICTIM)
        .map(({ key, status }) => `${key} ${status}`)
        .sort(),
      left: await Array.fromAsync(glob('.tapehaul/staging/**/*', { cwd: directory })),
    };
  } finally {
    await downloader.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function enginesOf(
  column: Column,
  behaviour: Behaviour,
  source: { readonly endpoint: string; readonly bucket: string },
): Promise<readonly [Engine, ...Engine[]]> {
  const s3 = s3Engine({ ...source, ...timeOutsOf(behaviour, 's3'), concurrency: 8 });
  if (column === 's3') return [s3];
  const found = await findS5cmd();
  if (found === undefined) throw new Error('these tests need s5cmd: run "npm run setup"');
  const limits = { workers: 8, maxMemoryBytes: 64 * 2 ** 20 };
  const s5cmd = s5cmdEngine({
    ...source,
    ...timeOutsOf(behaviour, 's5cmd'),
    ...limits,
    binary: found.path,
  });
  return column === 's5cmd' ? [s5cmd] : [s3, s5cmd];
}

/** The time-outs of an engine: short only where it is one of them that ends the behaviour over this engine. */
function timeOutsOf(behaviour: Behaviour, engine: 's3' | 's5cmd'): typeof SHORT {
  return /stalled|too_slow/.test(expectedEnd(behaviour, engine)) ? SHORT : LONG;
}
