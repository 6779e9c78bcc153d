import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from '@tapehaul/archive-simulator';
import { execa } from 'execa';

/** What a command used, and what it requested of the archive. */
export interface Measured {
  /** Of the process and its threads, in seconds. */
  readonly cpu: number;
  readonly wall: number;
  /** Most resident memory, in MB. */
  readonly resident: number;
  readonly listings: number;
  /** Most listings of one prefix: of a series and partition. */
  readonly mostOfOne: number;
  /** Requests that list nothing. */
  readonly others: number;
}

const command = join(import.meta.dirname, '../../../apps/cli/bin/tapehaul.js');

/** Has a process write what it used when it ends; its own `maxRSS` would not be below that of the process that started it. */
const USAGE = `import { readFileSync, writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const [, resident] = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
  writeFileSync(process.env.USAGE_FILE, JSON.stringify({ userCPUTime, systemCPUTime, resident: Number(resident) }));
});`;

/** Runs tapehaul against a simulator to its end, and measures it from within. Rejects when it fails. */
export async function measured(
  args: readonly string[],
  simulator: Simulator,
  directory: string,
): Promise<Measured> {
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
  const { userCPUTime, systemCPUTime, resident } = JSON.parse(await readFile(usageFile, 'utf8'));
  const listings = simulator.requests.list({ operation: 'list' });
  const byPrefix = new Map<string, number>();
  for (const { key } of listings) byPrefix.set(key, (byPrefix.get(key) ?? 0) + 1);
  return {
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    wall,
    resident: (resident * 1_024) / 1e6,
    listings: listings.length,
    mostOfOne: Math.max(0, ...byPrefix.values()),
    others: simulator.requests.count() - listings.length,
  };
}

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
