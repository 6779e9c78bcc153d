import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { type MainThread, REPORT, RESOLUTION_MS, START_MS } from './main-thread.ts';

/**
 * Loaded by `--import` before a program: at its exit writes what its main thread took, as a {@link MainThread}, to the path that the
 * query of this module names.
 */
const report = new URL(import.meta.url).searchParams.get(REPORT);
if (isMainThread && report !== null) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  setTimeout(() => delays.enable(), START_MS).unref();
  process.once('exit', () => {
    // A sample is the time between two turns of a timer.
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
    const { user, system } = process.threadCpuUsage();
    const taken: MainThread = {
      cpuSeconds: (user + system) / 1e6,
      delayMs: [late(delays.percentile(50)), late(delays.percentile(99)), late(delays.max)],
    };
    writeFileSync(report, JSON.stringify(taken));
  });
}
