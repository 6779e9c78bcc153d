import { dirname } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { placeError } from './place-error.ts';

/** Result code of SQLite: another process has the file locked. */
const SQLITE_BUSY = 5;

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
    if (isMalformed(cause)) throw malformed(path, cause);
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

/** Result codes of SQLite: a page, or the whole file, is not what it should be; a file ends too early. */
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
const SQLITE_IOERR_SHORT_READ = 522;

/** Whether an error says that a file is no record, or one that was damaged. */
function isMalformed(error: Error): boolean {
  const code = 'errcode' in error ? Number(error.errcode) : 0;
  const isDamaged = code === SQLITE_IOERR_SHORT_READ || [SQLITE_CORRUPT, SQLITE_NOTADB].includes(code & 0xff);
  // A file of the present schema has all of its tables and columns.
  return isDamaged || /^no such (table|column)|^table \S+ (already exists|has no column)/.test(error.message);
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

/** An error of SQLite or of the file system, and not of the work that was done meanwhile. */
function isStorageError(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof TapehaulError || !('code' in error)) return false;
  return error.code === 'ERR_SQLITE_ERROR' || 'syscall' in error;
}

/** Whether an error says that the database was closed before. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
}

/** Whether an error says that another process has the file locked. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}
