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
