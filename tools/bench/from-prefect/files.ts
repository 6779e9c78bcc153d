import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { addDays } from '@tapehaul/archive';
import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';

const FIRST_DAY = '2019-01-01';

/** Keys of that many small daily files. */
export function keysOf(files: number): string[] {
  return Array.from({ length: files }, (_, day) => {
    const name = `BTCUSDT-1h-${addDays(FIRST_DAY, day)}.zip`;
    return `data/spot/daily/klines/BTCUSDT/1h/${name}`;
  });
}

/** The same files as a configuration, with the settings that the Python workflow has by default. */
export function configOf(files: number): object {
  return {
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start: FIRST_DAY, end: addDays(FIRST_DAY, files - 1) },
    partition: 'daily',
    planning: 'matrix',
    max_parallel_downloads: 4,
    batch_size: 50,
    // A minute and five by default.
    task_retry_delay_seconds: 1,
    retry_delay_seconds: 1,
  };
}

/** An archive that answers 20 ms late, as the real one does at best. */
export function startArchive(): Promise<Simulator> {
  return startSimulator({ source: syntheticSource(), latencyMs: 20 });
}

/** How many files have each fault. */
export const FAULTY = 10;

/**
 * Every 20th file is refused five times in a row, which is once more than s5cmd tries; the next ones have a wrong byte when they
 * are fetched first; the next do not exist.
 */
export function addFaults({ faults }: Simulator, keys: readonly string[]): void {
  for (let fault = 0; fault < FAULTY; fault += 1) {
    const [unavailable, altered, missing] = [fault * 20, fault * 20 + 7, fault * 20 + 13].map(
      (at) => keys[at],
    );
    if (unavailable === undefined || altered === undefined || missing === undefined) continue;
    faults.add({ key: unavailable, method: 'GET', times: 5, fault: { kind: 'status', status: 503 } });
    faults.add({ key: altered, method: 'GET', times: 1, fault: { kind: 'alter' } });
    faults.add({ key: missing, fault: { kind: 'missing' } });
  }
}

/** Digests of the files by name, as the archive has them. */
export async function digestsOf(
  { url, bucket }: Simulator,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const key of keys) {
    const answer = await fetch(`${url}/${bucket}/${key}`);
    digests.set(basename(key), digestOf(await answer.bytes()));
  }
  return digests;
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What a folder holds: files as the archive has them, and others under their names. */
export interface Held {
  readonly right: number;
  readonly wrong: number;
}

/** Compares the files below a folder with the archive's. What is in quarantine is not held. */
export async function heldIn(folder: string, digests: ReadonlyMap<string, string>): Promise<Held> {
  const counts = { right: 0, wrong: 0 };
  for await (const path of glob('**/*.zip', { cwd: folder })) {
    const isRight = digests.get(basename(path)) === digestOf(await readFile(join(folder, path)));
    counts[isRight ? 'right' : 'wrong'] += 1;
  }
  return counts;
}
