import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays } from '@tapehaul/archive';
import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { everyRow } from '@tapehaul/catalog';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { execa } from 'execa';

/** What is tried: how many files, how often the collector is killed, and with which engine it works. */
export interface KillTrial {
  readonly files: number;
  readonly kills: number;
  readonly engine: 's3' | 's5cmd';
  /** What it plans by. */
  readonly planning: 'matrix' | 'listing';
  /** A number from 0 to 1, for the instant of each kill. */
  readonly random: () => number;
  /** Folder for everything. */
  readonly directory: string;
  readonly say: (line: string) => void;
}

/** What came of it; {@link problemsOf} judges it. */
export interface KillReport {
  /** Output directory of the run that was killed. */
  readonly killed: string;
  /** Output directory of a run that was left alone. */
  readonly undisturbed: string;
  /** How often it was in fact killed while it worked. */
  readonly kills: number;
  /** Keys that were requested again after they had been recorded. */
  readonly fetchedAgain: readonly string[];
}

const FIRST_DAY = '2020-01-01';
/** How long a collector that is killed works at most, in milliseconds. */
const LONGEST_WORK = 1_700;
const command = join(import.meta.dirname, '../../apps/cli/bin/tapehaul.js');

/**
 * Collects files from a slow archive, kills the collector with SIGKILL at random instants, and resumes it each
 * time; at last lets it end. Then collects the same into another directory, undisturbed.
 */
export async function killTrial({
  files,
  kills,
  engine,
  planning,
  random,
  directory,
  say,
}: KillTrial): Promise<KillReport> {
  await mkdir(directory, { recursive: true });
  const source = syntheticSource({ maxRows: 10 });
  const fast = await startSimulator({ source });
  const slow = await startSimulator({ source, latencyMs: 120 });
  const killed = join(directory, 'killed');
  const undisturbed = join(directory, 'undisturbed');
  const config = (output: string) => configFile(directory, output, { files, engine, planning });
  const fetchedAgain = new Set<string>();
  let count = 0;
  try {
    let args = ['collect', config(killed)];
    let over = false;
    const lives = new Lives(random);
    while (count < kills) {
      const recorded = await recordedKeys(killed);
      slow.requests.clear();
      const ended = await lifeOf(args, slow, lives);
      for (const { key } of slow.requests.list({ operation: 'object', method: 'GET' })) {
        if (recorded.has(key)) fetchedAgain.add(key);
      }
      // A collector may be killed between the end of its run and its own.
      over = ended || (await isComplete(killed));
      if (over) break;
      count += 1;
      if (count % 10 === 0) say(`killed ${count} times, ${recorded.size} of ${files} files are recorded`);
      // Before it has a run to resume, the same command again is what people do.
      if ((await runsOf(killed)) > 0) args = ['resume', '--dir', killed];
    }
    if (!over) await lifeOf(args, fast);
    await lifeOf(['collect', config(undisturbed)], fast);
  } finally {
    await Promise.all([fast.close(), slow.close()]);
  }
  return { killed, undisturbed, kills: count, fetchedAgain: [...fetchedAgain] };
}

/** How long collectors live: some are killed as they start, which takes a busy machine longer, most while they work. */
class Lives {
  readonly #random: () => number;
  /** How long one takes to end its first file, in milliseconds. */
  #start = 300;

  constructor(random: () => number) {
    this.#random = random;
  }

  next(): number {
    return this.#random() * (this.#start + LONGEST_WORK);
  }

  /** Takes after how long a collector had ended its first file, if it had, and how long it lived. */
  learn(start: number | undefined, lived: number): void {
    this.#start = start ?? Math.max(this.#start, 1.5 * lived);
  }
}

/** One life of the collector; true when it ended before it was killed. */
async function lifeOf(args: readonly string[], { url }: Simulator, lives?: Lives): Promise<boolean> {
  const env = { TAPEHAUL_SOURCE_ENDPOINT: url };
  const child = execa(process.execPath, [command, ...args, '--json'], {
    env,
    reject: false,
    buffer: { stdout: false },
  });
  const began = performance.now();
  const since = (): number => performance.now() - began;
  let start: number | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{"kind":"file"')) start ??= since();
  });
  const left = new AbortController();
  const ended = child.finally(() => left.abort());
  if (lives !== undefined) {
    await sleep(lives.next(), undefined, { signal: left.signal }).catch(() => {});
    child.kill('SIGKILL');
    lives.learn(start, since());
  }
  const { signal, exitCode, stderr } = await ended;
  if (signal === 'SIGKILL') return false;
  if (exitCode !== 0) throw new Error(`tapehaul ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  return true;
}

function configFile(
  directory: string,
  output: string,
  { files, engine, planning }: Pick<KillTrial, 'files' | 'engine' | 'planning'>,
): string {
  const file = `${output}.json`;
  const config = {
    output_directory: output,
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    partition: 'daily',
    date_range: { start: FIRST_DAY, end: addDays(FIRST_DAY, files - 1) },
    engine,
    planning,
    max_parallel_downloads: 4,
    batch_size: 10,
    task_retry_delay_seconds: 0,
  };
  writeFileSync(file, JSON.stringify(config));
  return join(directory, file.slice(directory.length + 1));
}

function recordedKeys(output: string): Promise<Set<string>> {
  return ofCatalog(
    output,
    async (catalog) => new Set(await Array.fromAsync(everyRow(catalog.held()), ({ key }) => key)),
  );
}

function runsOf(output: string): Promise<number> {
  return ofCatalog(output, async (catalog) => (await catalog.runs()).rows.length);
}

function isComplete(output: string): Promise<boolean> {
  return ofCatalog(output, async (catalog) =>
    (await catalog.runs()).rows.some(({ state }) => state === 'Completed'),
  );
}

async function ofCatalog<Result>(
  output: string,
  read: (catalog: ReturnType<typeof openCatalog>) => Promise<Result>,
): Promise<Result> {
  const catalog = openCatalog(join(output, '.tapehaul', 'catalog.db'));
  try {
    return await read(catalog);
  } finally {
    await catalog.close();
  }
}
