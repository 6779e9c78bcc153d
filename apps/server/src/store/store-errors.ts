import { dirname } from 'node:path';
import { counted, TapehaulError } from '@tapehaul/errors';
import { freeBytes, isBusy, isClosed, isDamaged, isFull, isStorageError } from '@tapehaul/sqlite';

/**
 * Runs work on the store at a path, and turns what SQLite and the file system throw into a TapehaulError `store_failed` or
 * `store_malformed`; `otherwise` makes the error of a fault that no reason is known of.
 */
export function guarded<Result>(
  path: string,
  work: () => Result,
  otherwise: (cause: Error) => TapehaulError = (cause) => failedOtherwise(path, cause),
): Result {
  try {
    return work();
  } catch (error) {
    throw storeError(path, error, otherwise);
  }
}

/** The error of a store that was damaged, or of a file in its place that is none. */
export function damagedStore(path: string, reason: string, cause?: unknown): TapehaulError {
  return new TapehaulError('store_malformed', `the queue of the service, ${path}, is malformed: ${reason}`, {
    cause,
    facts: { path },
    hint: `Move it and the files beside it whose names begin alike out of ${dirname(path)}, then start the service: its queue is then empty. Runs that had begun are in their records; continue them with: tapehaul resume.`,
  });
}

function storeError(path: string, cause: unknown, otherwise: (cause: Error) => TapehaulError): unknown {
  if (isClosed(cause))
    return failed(path, cause, 'is closed', 'Send the request again once the service runs.');
  if (!isStorageError(cause)) return cause;
  if (isDamaged(cause)) return damagedStore(path, cause.message, cause);
  if (isFull(path, cause)) {
    const free = freeBytes(path);
    const room = free === undefined ? '' : `: ${counted(free, 'byte')} free`;
    return failed(
      path,
      cause,
      `cannot be written: the disk is full${room}`,
      'Free some space, then try again.',
    );
  }
  if (isBusy(cause)) {
    return failed(
      path,
      cause,
      'is locked by another process',
      'Close the program that writes to it, then try again.',
    );
  }
  return otherwise(cause);
}

function failedOtherwise(path: string, cause: Error): TapehaulError {
  const hint = 'Check that the data folder is writable and has free space; what was accepted stays accepted.';
  return failed(path, cause, `failed: ${cause.message}`, hint);
}

function failed(path: string, cause: unknown, what: string, hint: string): TapehaulError {
  return new TapehaulError('store_failed', `the queue of the service, ${path}, ${what}`, {
    cause,
    facts: { path },
    hint,
  });
}
