import { dirname } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { isBusy, isClosed, isDamaged, isStorageError } from '@tapehaul/sqlite';
import { placeError } from './place-error.ts';

/** Runs work on a catalog and turns what SQLite throws into a TapehaulError `catalog_failed`. */
export function guarded<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (isClosed(cause)) {
      throw new TapehaulError('catalog_failed', `the catalog ${path} is closed`, {
        cause,
        facts: { path },
        hint: 'Use it before it is closed, or open it again.',
      });
    }
    if (!isStorageError(cause)) throw cause;
    if (isDamaged(cause)) throw malformed(path, cause);
    const misplaced = placeError(path, cause);
    if (misplaced !== undefined) throw misplaced;
    if (isBusy(cause)) {
      throw new TapehaulError('catalog_failed', `the record ${path} is locked by another process`, {
        cause,
        facts: { path, locked: true },
        hint: 'Close the program that writes to it, then run the same command again; what was recorded stays true.',
      });
    }
    throw new TapehaulError('catalog_failed', `the catalog ${path} failed: ${cause.message}`, {
      cause,
      facts: { path },
      hint: 'Check that the output directory is writable and has free space; what was recorded stays true.',
    });
  }
}

/** The error of a record that was damaged, or of a file in its place that is none. */
function malformed(path: string, cause: Error): TapehaulError {
  const directory = dirname(dirname(path));
  return new TapehaulError('catalog_malformed', `the record ${path} is malformed: ${cause.message}`, {
    cause,
    facts: { path, directory },
    hint: `The data files are not affected. Rebuild the record from them: tapehaul repair ${directory}`,
  });
}
