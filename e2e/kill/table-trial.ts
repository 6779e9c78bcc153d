import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { execa } from 'execa';

/** How often builds of tables are killed. */
export interface TableTrial {
  readonly kills: number;
  /** A number from 0 to 1, for the instant of each kill. */
  readonly random: () => number;
  /** Folder for everything. */
  readonly directory: string;
}

const command = join(import.meta.dirname, '../../apps/cli/bin/tapehaul.js');

/**
 * Builds tables from copies of the same files, kills each build with SIGKILL at a random instant, then builds again. Gives what is wrong,
 * and how many builds were in fact killed.
 */
export async function tableTrial({
  kills,
  random,
  directory,
}: TableTrial): Promise<{ readonly problems: readonly string[]; readonly killed: number }> {
  const collected = join(directory, 'collected');
  await collect(directory, collected);
  const reference = join(directory, 'reference');
  await cp(collected, reference, { recursive: true });
  const began = performance.now();
  await execa(process.execPath, [command, 'tables', 'build', reference]);
  const longest = performance.now() - began;
  const expected = await tablesOf(reference);
  const problems = expected.size < 4 ? [`only ${expected.size} tables were built`] : [];
  let killed = 0;
  for (let trial = 0; trial < kills; trial++) {
    const copy = join(directory, `trial-${trial}`);
    await cp(collected, copy, { recursive: true });
    const child = execa(process.execPath, [command, 'tables', 'build', copy], { reject: false });
    const instant = random() * longest;
    await Promise.race([sleep(instant), child]);
    child.kill('SIGKILL');
    if ((await child).signal === 'SIGKILL') killed++;
    const name = `trial ${trial}, killed after ${Math.round(instant)} ms`;
    for (const [path, digest] of await tablesOf(copy)) {
      if (expected.get(path) !== digest) problems.push(`${name}: ${path} exists and is not whole`);
    }
    await execa(process.execPath, [command, 'tables', 'build', copy]);
    const built = await tablesOf(copy);
    for (const path of new Set([...built.keys(), ...expected.keys()])) {
      if (built.get(path) !== expected.get(path)) problems.push(`${name}, built again: ${path} differs`);
    }
    for (const left of await filesBelow(join(copy, '.tapehaul/unfinished/tables')))
      problems.push(`${name}, built again: ${left} is left`);
  }
  return { problems, killed };
}

async function collect(directory: string, output: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const simulator = await startSimulator({ source: syntheticSource({ maxRows: 400 }) });
  try {
    const config = join(directory, 'collect.json');
    const request = {
      output_directory: output,
      markets: ['spot'],
      symbols: ['BTCUSDT', 'ETHUSDT'],
      data_types: ['klines', 'aggTrades'],
      intervals: ['1h'],
      partition: 'daily',
      date_range: { start: '2025-01-01', end: '2025-01-04' },
    };
    await writeFile(config, JSON.stringify(request));
    await execa(process.execPath, [command, 'collect', config], {
      env: { TAPEHAUL_SOURCE_ENDPOINT: simulator.url },
    });
  } finally {
    await simulator.close();
  }
}

/** Digests of the files below the folder of tables, by path. */
async function tablesOf(output: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const path of await filesBelow(join(output, 'silver'))) {
    digests.set(
      path.slice(output.length + 1),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
  }
  return digests;
}

/** Paths of all files below a folder; none where there is no such folder. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
