import { readFileSync } from 'node:fs';
import { TapehaulError } from '@tapehaul/errors';
import { LEAST_WORKERS, workersOf } from '../command/command-line.ts';
import type { S5cmdSettings } from '../command/options.ts';
import type { StartLimit } from '../process/start-limit.ts';

/** Files that s5cmd needs beside those of its workers. */
const OWN_FILES = 16;
/** Files of a worker at most: the one it writes, and a connection for each of five ranges. */
const FILES_OF_A_WORKER = 6;

/**
 * The options with a number of workers that fits the limit of open files, at which s5cmd would exit in the
 * middle of its work. Lowered workers are a remark of each report; where not even two fit, s5cmd is given up.
 * Where the system does not report the limit, all may work.
 */
export function allowWorkers(options: S5cmdSettings, trust: StartLimit): S5cmdSettings {
  const limit = openFileLimit();
  const wanted = workersOf(options);
  const workers = Math.min(wanted, Math.floor((limit - OWN_FILES) / FILES_OF_A_WORKER));
  if (workers === wanted) return options;
  const hint = 'Raise the limit of open files (ulimit -n).';
  const remark = `${workers} workers in place of ${wanted}: at most ${limit} open files`;
  if (workers < LEAST_WORKERS) {
    const message = `s5cmd needs more open files than the limit of ${limit}`;
    trust.giveUp(new TapehaulError('engine_unavailable', message, { facts: { limit, wanted }, hint }));
  }
  return {
    ...options,
    workers,
    onBatch: (batch) => options.onBatch?.({ ...batch, remarks: [`${remark}. ${hint}`, ...batch.remarks] }),
  };
}

/** Most open files of a process that is started from here; infinite when the system does not report it. */
function openFileLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
