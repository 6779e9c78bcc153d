import { stat } from 'node:fs/promises';
import { writtenFor } from './leftovers.ts';

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
  let total = 0;
  for (const file of await writtenFor(paths)) total += (await stat(file).catch(() => undefined))?.size ?? 0;
  return total;
}
