import { readFileSync } from 'node:fs';
import { execa, type Result } from 'execa';
import { onExit } from 'signal-exit';
import { environmentOf, runArguments } from '../command/command-line.ts';
import type { S5cmdSettings } from '../command/options.ts';
import { onLines } from './output-lines.ts';

/** How a process ended when it was not stopped. */
export interface Death {
  readonly kind: 'exited' | 'crashed' | 'unavailable';
  readonly reason: string;
}

/** What a process has read: from connections as well as from files. */
export interface Reads {
  readonly calls: number;
  readonly bytes: number;
}

/** A running s5cmd. */
export interface Process {
  /** Gives it more lines; false when it should get no more before `onDrain`. */
  write(lines: string): boolean;
  /** Ends it and what it has started: no more lines, SIGTERM, and SIGKILL after a grace. May be called again. */
  stop(): void;
  /** Memory that it has, in bytes; undefined where that is unknown. */
  memory(): number | undefined;
  /** How often it has read, and how many bytes, in all; undefined where that is unknown. */
  reads(): Reads | undefined;
  /** Fulfilled once it is gone and all its output was read. Never rejects. */
  readonly ended: Promise<Death>;
}

/** Exit status of a Go panic. */
const PANIC = 2;
/** Errors of starting a program that will be the same next time. */
const NOT_STARTABLE = new Set(['ENOENT', 'EACCES', 'ENOEXEC', 'ENOTDIR']);
/** How long s5cmd may take to remove its temporary files after SIGTERM, in milliseconds. */
const GRACE = 1_500;

/** Windows has no process groups. */
const HAS_GROUPS = process.platform !== 'win32';

/**
 * Starts s5cmd on a batch file, or without one on the lines that it will be given, and hands over the lines of
 * both output streams as they come. It ends by itself when its input does, so also when this process is killed, and gets
 * a signal when this process ends in any other way. It has a process group of its own: Ctrl-C in a terminal reaches only
 * this process, which decides what happens to transfers in progress.
 */
export function startProcess(
  options: S5cmdSettings,
  batchFile: string | undefined,
  onOutput: (lines: readonly string[]) => void,
  onDrain: () => void,
): Process {
  const child = execa(options.binary, runArguments(options, batchFile), {
    env: environmentOf(options),
    extendEnv: false,
    buffer: false,
    reject: false,
    detached: HAS_GROUPS,
  });
  onLines(child.stdout, onOutput);
  onLines(child.stderr, onOutput);
  child.stdin.on('drain', onDrain);
  // A process that died does not read: its end is reported.
  child.stdin.on('error', () => {});
  if (batchFile !== undefined) child.stdin.end();
  // A script in its place may ignore everything else; what either leaves lies in the staging directory, which is swept.
  const forget = onExit(() => signalGroup(child.pid, 'SIGKILL'));
  const kill = (): void => {
    signalGroup(child.pid, 'SIGKILL');
    // What has left the group may hold the other ends of these, and would be waited for.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  let killing: NodeJS.Timeout | undefined;
  return {
    write: (lines) => child.stdin.write(lines),
    // After SIGTERM alone s5cmd would stay for as long as its input is open.
    stop: () => {
      child.stdin.end();
      signalGroup(child.pid, 'SIGTERM');
      killing ??= setTimeout(kill, GRACE);
    },
    memory: () => memoryOf(child.pid),
    reads: () => readsOf(child.pid),
    ended: child.then((end) => {
      forget();
      clearTimeout(killing);
      return deathOf(end);
    }),
  };
}

/** Bytes of a page of memory, in which Linux counts. */
const PAGE = 4_096;

function memoryOf(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  try {
    const [, resident] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    return Number(resident) * PAGE;
  } catch {
    // It has ended.
    return undefined;
  }
}

function readsOf(pid: number | undefined): Reads | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/io`, 'utf8');
    const of = (name: string): number => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1]);
    return { calls: of('syscr'), bytes: of('rchar') };
  } catch {
    // It has ended, or may not be inspected.
    return undefined;
  }
}

/** Signals a process and what it has started: where a script stands for s5cmd, that is s5cmd itself. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(HAS_GROUPS ? -pid : pid, signal);
  } catch {
    // All of it has ended.
  }
}

type End = Pick<Result, 'signal' | 'exitCode' | 'code' | 'shortMessage'>;

function deathOf({ signal, exitCode, code, shortMessage }: End): Death {
  if (signal !== undefined) return { kind: 'crashed', reason: signal };
  if (exitCode === undefined) {
    const kind = NOT_STARTABLE.has(code ?? '') ? 'unavailable' : 'crashed';
    return { kind, reason: shortMessage ?? 'no exit status' };
  }
  if (exitCode === PANIC) return { kind: 'crashed', reason: 'a panic' };
  return { kind: 'exited', reason: `exit status ${exitCode}` };
}
