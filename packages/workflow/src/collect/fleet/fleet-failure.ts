import type { BatchRecord } from '@tapehaul/catalog';
import { type ErrorRecord, TapehaulError } from '@tapehaul/errors';

/** Trouble of the worker that gave a batch back: another one may do it. */
const OF_THE_WORKER: ReadonlySet<string> = new Set([
  'disk_full',
  'disk_failed',
  'catalog_failed',
  'catalog_newer',
  'cancelled',
  'internal',
]);

/** Why a batch was given back, where every worker would meet that; undefined where none was for such a reason. */
export function failureOfAll(batches: readonly BatchRecord[]): TapehaulError | undefined {
  for (const { failure } of batches) {
    if (failure !== null && !OF_THE_WORKER.has(failure.code)) return errorOf(failure);
  }
  return undefined;
}

function errorOf({ code, message, ...options }: ErrorRecord): TapehaulError {
  return new TapehaulError(code, message, options);
}
