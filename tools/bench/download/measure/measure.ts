import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { cpuSeconds, peakMemoryBelow } from './process-tree.ts';

/** A whole process to be measured. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What one run of a contender took. */
export interface Measurement {
  readonly wallSeconds: number;
  /** User and system time of the process and of its descendants. */
  readonly cpuSeconds: number;
  /** The most memory that was resident in the process and its descendants together, in MB. */
  readonly peakMemoryMb: number;
  /** User and system time that the server took meanwhile. */
  readonly serverCpuSeconds: number;
}

const GNU_TIME = '/usr/bin/time';

/**
 * Runs a command to its end and measures it; its output goes to `stdout` and `stderr` in the folder. Throws an
 * Error with its last words when it fails, or when GNU time is missing.
 */
export async function measure(command: Command, serverPid: number, folder: string): Promise<Measurement> {
  const report = join(folder, 'time');
  const [stdout, stderr] = [join(folder, 'stdout'), join(folder, 'stderr')];
  const streams = [await fileStream(stdout), await fileStream(stderr)] as const;
  const serverBefore = await cpuSeconds(serverPid);
  const watch = new AbortController();
  const started = performance.now();
  const run = execa(GNU_TIME, ['-q', '-f', '%U %S %M', '-o', report, command.program, ...command.args], {
    env: command.env,
    extendEnv: false,
    reject: false,
    stdio: ['ignore', ...streams],
  });
  const memory = run.pid === undefined ? 0 : peakMemoryBelow(run.pid, watch.signal);
  const result = await run;
  const wallSeconds = (performance.now() - started) / 1_000;
  watch.abort();
  if (result.code === 'ENOENT') throw new Error(`${GNU_TIME} is missing: install the package "time"`);
  if (result.exitCode !== 0) throw new Error(`${result.shortMessage}\n${await lastWords(stdout, stderr)}`);
  const [user = 0, system = 0, largestKib = 0] = (await readFile(report, 'utf8'))
    .trim()
    .split(' ')
    .map(Number);
  return {
    wallSeconds,
    cpuSeconds: user + system,
    // The largest process by the kernel's own count, which no short peak escapes, or all at the worst look.
    peakMemoryMb: Math.max((largestKib * 1_024) / 1e6, await memory),
    serverCpuSeconds: (await cpuSeconds(serverPid)) - serverBefore,
  };
}

/** A stream with an open descriptor, which the process gets itself: nothing passes through this one. */
async function fileStream(path: string): Promise<WriteStream> {
  const stream = createWriteStream(path);
  await once(stream, 'open');
  return stream;
}

async function lastWords(...paths: readonly string[]): Promise<string> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return texts.map((text) => text.slice(-1_000)).join('\n');
}
