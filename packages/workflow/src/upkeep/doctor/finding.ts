import type { EngineName } from '@tapehaul/config';
import { asTapehaulError } from '@tapehaul/errors';

/** The result of one check. */
export interface Finding {
  readonly check:
    | 'node'
    | EngineName
    | 'output'
    | 'space'
    | 'inodes'
    | 'files'
    | 'network'
    | 'source'
    | 'clock'
    | 'storage'
    | 'tables'
    | 'target'
    | 'traces'
    | 'metrics'
    | 'record';
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message: string;
  /** Name of the promise that was checked; of the check `target` alone. */
  readonly promise?: string;
  /** What to do about it; empty when it is well. */
  readonly remedy: string;
}

/** A check that is well, or deserves attention. */
export function finding(check: Finding['check'], isWell: boolean, message: string, remedy: string): Finding {
  return { check, status: isWell ? 'ok' : 'warning', message, remedy: isWell ? '' : remedy };
}

/** A check that failed, with what to do by the error itself, else by `remedy`. */
export function failed(check: Finding['check'], thrown: unknown, remedy: string): Finding {
  const error = asTapehaulError(thrown);
  return { check, status: 'failed', message: error.message, remedy: error.hint ?? remedy };
}
