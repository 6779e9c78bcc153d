import type { ErrorCode, ErrorRecord, TapehaulError } from '@tapehaul/errors';
import { BlockedRun } from '../engines/blocked-run.ts';

/**
 * Whose trouble an error is: of this worker's machine, of the record that cannot be written at the moment, of every worker that
 * would try, or not known.
 */
export type Trouble = 'worker' | 'record' | 'all' | 'unknown';

const OF_THE_MACHINE: ReadonlySet<ErrorCode> = new Set(['disk_full', 'disk_failed', 'catalog_newer']);
const OF_THE_RECORD: ReadonlySet<ErrorCode> = new Set(['catalog_failed']);

/** Whose trouble an error is that ended a batch; `isPrepared` is whether engines and target of its run were at hand by then. */
export function troubleOf(error: TapehaulError, isPrepared: boolean): Trouble {
  if (OF_THE_MACHINE.has(error.code)) return 'worker';
  if (OF_THE_RECORD.has(error.code)) return 'record';
  return error instanceof BlockedRun || !isPrepared ? 'all' : 'unknown';
}

/** An error as the record of a batch keeps it, with the worker that met it. */
export function recordOf(error: TapehaulError, worker: string): ErrorRecord {
  return error.withMessage(`${error.message} (worker ${worker})`, { facts: { worker } }).toJSON();
}

/** The first and the longest wait after a batch that was given back with an error, in milliseconds. */
const WAIT = 5_000;
const LONGEST_WAIT = 30_000;

/** How long a worker leaves the batches of a run to others, after it has given one back with an error. */
export class RunWaits {
  readonly #first: number;
  readonly #waits = new Map<string, { readonly until: number; readonly wait: number }>();

  /** `firstMs` is the first wait; each further one is twice as long, at most half a minute. */
  constructor(firstMs: number = WAIT) {
    this.#first = firstMs;
  }

  /** To be called when a batch of a run was given back with an error, at a time in milliseconds. */
  failed(runId: string, at: number): void {
    // Batches that were worked on at once fail at once.
    if (this.left(runId, at) > 0) return;
    const wait = Math.min((this.#waits.get(runId)?.wait ?? this.#first / 2) * 2, LONGEST_WAIT);
    this.#waits.set(runId, { until: at + wait, wait });
  }

  /** To be called when files of a run have ended here. */
  succeeded(runId: string): void {
    this.#waits.delete(runId);
  }

  /** How long batches of a run are still left to others, in milliseconds. */
  left(runId: string, at: number): number {
    return Math.max(0, (this.#waits.get(runId)?.until ?? 0) - at);
  }
}
