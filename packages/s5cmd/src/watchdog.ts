import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Watches a process that has no time-outs of its own. */
export interface Watchdog {
  /** Tells that something happened. */
  touch(): void;
  /** Ends the watch; true when it had barked. */
  stop(): boolean;
}

/**
 * Calls `bark` once when for `seconds` neither {@link Watchdog.touch} was called nor any of the files that
 * s5cmd writes for the given paths grew. s5cmd writes to the path with some digits appended.
 */
export function watchGrowth(paths: () => readonly string[], seconds: number, bark: () => void): Watchdog {
  let touched = performance.now();
  let bytes = 0;
  let barked = false;
  const look = async (): Promise<void> => {
    const now = await bytesWritten(paths());
    if (now !== bytes) touched = performance.now();
    bytes = now;
    if (performance.now() - touched < seconds * 1_000 || barked) return;
    barked = true;
    bark();
  };
  const timer = setInterval(() => void look(), Math.min(5_000, seconds * 250));
  return {
    touch: () => {
      touched = performance.now();
    },
    stop: () => {
      clearInterval(timer);
      return barked;
    },
  };
}

async function bytesWritten(paths: readonly string[]): Promise<number> {
  const names = new Set(paths.map((path) => basename(path)));
  let total = 0;
  for (const directory of new Set(paths.map(dirname))) {
    for (const entry of await readdir(directory).catch(() => [])) {
      if (!names.has(entry.replace(/\d{1,10}$/, '')) && !names.has(entry)) continue;
      total += (await stat(join(directory, entry)).catch(() => undefined))?.size ?? 0;
    }
  }
  return total;
}
